package org.hostha.ha.kvm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.EventLoop;
import org.hostha.core.Resource;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.HostAgents;
import org.hostha.ha.kvm.spi.NoAnswerException;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.hostha.ha.kvm.spi.VmDisk;

/**
 * Hosts with agents and pools, in virtual time: heartbeats are written while a host lives, and answers take their time.
 */
final class SharedStorage implements HostAgents {

    private static final Duration LATENCY = Duration.ofMillis(50);

    private final EventLoop loop;
    private final Duration period;
    private final Map<String, Map<Resource, String>> heartbeats = new TreeMap<>();
    private final Map<String, String> disks = new HashMap<>();
    private final Set<Resource> dead = new HashSet<>();
    private final Set<Resource> agentless = new HashSet<>();
    private final Set<Resource> hanging = new HashSet<>();
    private final Set<String> broken = new HashSet<>();
    private final List<CompletableFuture<?>> questions = new ArrayList<>();
    private boolean full;
    private int written;
    private Optional<Duration> told = Optional.empty();

    SharedStorage(EventLoop loop, Duration period, String... pools) {
        this.loop = loop;
        this.period = period;
        for (String pool : pools) {
            heartbeats.put(pool, new HashMap<>());
        }
    }

    void run(Resource host) {
        if (!dead.contains(host)) {
            if (!full) {
                heartbeats.values().forEach(pool -> pool.put(host, "beat " + ++written));
            }
            loop.schedule(period, () -> run(host));
        }
    }

    /** From now on agents tell this as the period of their heartbeats. */
    void tellPeriod(Duration period) {
        told = Optional.of(period);
    }

    /** Host, agent and VMs are gone. */
    void kill(Resource host) {
        dead.add(host);
        agentless.add(host);
    }

    void killAgent(Resource host) {
        agentless.add(host);
    }

    void returnAgent(Resource host) {
        agentless.remove(host);
    }

    /** Never answers, not even at the deadline. */
    void hang(Resource host) {
        hanging.add(host);
    }

    void breakPool(String pool) {
        broken.add(pool);
    }

    /** Nobody's writes reach any pool from now on; what is there can be read. */
    void refuseWrites() {
        full = true;
    }

    void repairPool(String pool) {
        broken.remove(pool);
    }

    void writeDisk(String vm) {
        disks.put(vm, "written " + ++written);
    }

    List<CompletableFuture<?>> questions() {
        return questions;
    }

    @Override
    public CompletableFuture<AgentReport> report(Resource host, Duration deadline) {
        CompletableFuture<AgentReport> answer = question(host);
        after(LATENCY, host, () -> {
            if (agentless.contains(host)) {
                answer.completeExceptionally(new NoAnswerException("refused the connection"));
            } else {
                answer.complete(new AgentReport("boot-" + host.id(), List.of("i-2-3-VM"), told));
            }
        });
        return answer;
    }

    @Override
    public CompletableFuture<List<PoolObservation>> observe(Resource neighbour, Resource suspect, List<VmDisk> asked,
            Duration deadline) {
        CompletableFuture<List<PoolObservation>> answer = question(neighbour);
        after(LATENCY, neighbour, () -> {
            if (agentless.contains(neighbour)) {
                answer.completeExceptionally(new NoAnswerException("refused the connection"));
            } else {
                answer.complete(heartbeats.keySet().stream().map(pool -> look(pool, neighbour, suspect, asked)).toList());
            }
        });
        return answer;
    }

    private PoolObservation look(String pool, Resource neighbour, Resource suspect, List<VmDisk> asked) {
        if (broken.contains(pool)) {
            return PoolObservation.failed(pool, "stale file handle");
        }
        Map<String, String> seen = new HashMap<>(disks);
        seen.keySet().retainAll(asked.stream().map(VmDisk::vm).toList());
        Map<Resource, String> beats = heartbeats.get(pool);
        PoolObservation look = PoolObservation.seen(pool, Optional.ofNullable(beats.get(suspect)), seen);
        return Optional.ofNullable(beats.get(neighbour)).map(look::withOwn).orElse(look);
    }

    private void after(Duration delay, Resource host, Runnable answer) {
        if (!hanging.contains(host)) {
            loop.schedule(delay, answer);
        }
    }

    private <T> CompletableFuture<T> question(Resource host) {
        CompletableFuture<T> question = new CompletableFuture<>();
        questions.add(question);
        return question;
    }
}
