package org.hostha.server.hosts;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.hostha.core.Futures;
import org.hostha.core.Resource;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.HostAgents;
import org.hostha.ha.kvm.spi.NoAnswerException;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;

/** The KVM provider's way to the agents. */
public final class KvmHostAgents implements HostAgents {

    private final AgentClient agents;
    private final Inventory inventory;

    public KvmHostAgents(AgentClient agents, Inventory inventory) {
        this.agents = agents;
        this.inventory = inventory;
    }

    @Override
    public CompletableFuture<AgentReport> report(Resource host, Duration deadline) {
        return ask(host, deadline, agent -> agents.host(agent, deadline),
                report -> new AgentReport(report.bootId(), List.copyOf(report.vms())));
    }

    @Override
    public CompletableFuture<List<PoolObservation>> observe(Resource neighbour, Resource suspect, List<String> vmNames,
            Duration deadline) {
        return ask(neighbour, deadline, agent -> agents.observe(agent, suspect.name(), vmNames, deadline),
                pools -> pools.stream().map(KvmHostAgents::observation).toList());
    }

    private static PoolObservation observation(AgentClient.PoolReport pool) {
        return pool.error().map(error -> PoolObservation.failed(pool.pool(), error))
                .orElseGet(() -> PoolObservation.seen(pool.pool(), pool.heartbeat(), pool.disks()));
    }

    private <A, T> CompletableFuture<T> ask(Resource host, Duration deadline,
            Function<URI, CompletableFuture<A>> question, Function<A, T> meaning) {
        URI agent = inventory.host(host.id()).flatMap(HostInfo::agent).orElse(null);
        if (agent == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the inventory has no agent for " + host));
        }
        CompletableFuture<A> asked = question.apply(agent);
        CompletableFuture<T> answer = asked.handle((value, failure) -> {
            if (failure != null) {
                throw new CompletionException(named(Futures.cause(failure), deadline));
            }
            return meaning.apply(value);
        });
        answer.whenComplete((value, failure) -> {
            if (answer.isCancelled()) {
                asked.cancel(true);
            }
        });
        return answer;
    }

    /** Silence of the host is told apart from a failure of our own, which says nothing about the host. */
    private static Throwable named(Throwable failure, Duration deadline) {
        if (failure instanceof TimeoutException || failure instanceof java.net.http.HttpTimeoutException) {
            return new NoAnswerException("did not answer within " + deadline.toMillis() + " ms", failure);
        }
        if (String.valueOf(failure.getMessage()).contains("Too many open files")) {
            return failure;
        }
        if (failure instanceof java.net.ConnectException) {
            return new NoAnswerException("refused the connection", failure);
        }
        return failure instanceof IOException ? new NoAnswerException("broke the connection off", failure) : failure;
    }
}
