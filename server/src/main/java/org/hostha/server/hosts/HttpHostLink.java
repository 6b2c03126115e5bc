package org.hostha.server.hosts;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.hostha.core.Futures;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.NoAnswerException;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.hostha.ha.kvm.spi.VmDisk;
import org.hostha.server.inventory.HostInfo;

/** {@code http://HOST:PORT}: an agent that speaks JSON, and also starts and stops VMs. */
public final class HttpHostLink implements HostLink {

    private final AgentClient agents;

    public HttpHostLink(AgentClient agents) {
        this.agents = agents;
    }

    @Override
    public CompletableFuture<AgentReport> report(HostInfo host, Duration deadline) {
        return answer(agents.host(host.agent().orElseThrow(), deadline), deadline,
                report -> new AgentReport(report.bootId(), List.copyOf(report.vms()), Optional.empty()));
    }

    @Override
    public CompletableFuture<List<PoolObservation>> observe(HostInfo neighbour, HostInfo suspect, List<VmDisk> disks,
            Duration deadline) {
        List<String> vms = disks.stream().map(VmDisk::vm).distinct().toList();
        return answer(agents.observe(neighbour.agent().orElseThrow(), suspect.resource().name(), vms, deadline),
                deadline, pools -> pools.stream().map(HttpHostLink::observation).toList());
    }

    private static PoolObservation observation(AgentClient.PoolReport pool) {
        return pool.error().map(error -> PoolObservation.failed(pool.pool(), error))
                .orElseGet(() -> PoolObservation.seen(pool.pool(), pool.heartbeat(), pool.disks()));
    }

    private static <A, T> CompletableFuture<T> answer(CompletableFuture<A> asked, Duration deadline,
            Function<A, T> meaning) {
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
        if (failure instanceof TimeoutException || failure instanceof HttpTimeoutException) {
            return new NoAnswerException("did not answer within " + deadline.toMillis() + " ms", failure);
        }
        if (String.valueOf(failure.getMessage()).contains("Too many open files")) {
            return failure;
        }
        if (failure instanceof ConnectException) {
            return new NoAnswerException("refused the connection", failure);
        }
        return failure instanceof IOException ? new NoAnswerException("broke the connection off", failure) : failure;
    }
}
