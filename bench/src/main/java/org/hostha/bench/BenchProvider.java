package org.hostha.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.hostha.core.EventLoop;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.Verdict;
import org.hostha.ha.spi.HAProvider;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/** Hosts that cost nothing themselves: each answer comes a millisecond later from one timer thread. */
final class BenchProvider implements HAProvider {

    static final String NAME = "bench";

    private static final Duration ANSWER = Duration.ofMillis(1);
    private static final int MOST = 1_000_000;

    private final Clouds cloud;
    private final EventLoop world;
    private final boolean[] silent;
    private final boolean[] off;
    private final long[] answered;
    private final int[] checks;
    private final long[] lateness = new long[MOST];
    private final AtomicInteger measured = new AtomicInteger(MOST);

    BenchProvider(int size, Clouds cloud, EventLoop world) {
        this.cloud = cloud;
        this.world = world;
        silent = new boolean[size + 1];
        off = new boolean[size + 1];
        answered = new long[size + 1];
        checks = new int[size + 1];
    }

    /** The first hosts lose their agents. */
    void fail(int count) {
        Arrays.fill(silent, 1, count + 1, true);
    }

    void measureLateness() {
        measured.set(0);
    }

    /** In nanoseconds, sorted. */
    long[] lateness() {
        long[] sorted = Arrays.copyOf(lateness, Math.min(measured.getAndSet(MOST), MOST));
        Arrays.sort(sorted);
        return sorted;
    }

    @Override
    public CompletableFuture<Evidence> checkHealth(Resource host, Duration deadline) {
        int id = (int) host.id();
        long now = System.nanoTime();
        int index = answered[id] == 0 ? MOST : measured.getAndIncrement();
        if (index < MOST) {
            lateness[index] = now - answered[id] - cloud.policy().healthInterval().toNanos();
        }
        boolean dead = silent[id] || cloud.flapping() && ++checks[id] % 2 == 0;
        CompletableFuture<Evidence> answer = new CompletableFuture<>();
        world.schedule(ANSWER, () -> {
            answered[id] = System.nanoTime();
            answer.complete(new Evidence(dead ? Verdict.DEAD : Verdict.ALIVE, "bench", "as told"));
        });
        return answer;
    }

    @Override
    public CompletableFuture<Evidence> checkActivity(Resource host, Duration deadline) {
        return later(ANSWER, new Evidence(Verdict.DEAD, "bench", "no disk was written"));
    }

    @Override
    public CompletableFuture<PowerReading> readPower(Resource host, boolean fresh, Duration deadline) {
        return later(ANSWER, new PowerReading(off[(int) host.id()] ? PowerState.Off : PowerState.On, Optional.empty(), "read"));
    }

    @Override
    public CompletableFuture<String> forceOff(Resource host, Purpose purpose, Duration deadline) {
        world.schedule(cloud.powerLatency(), () -> off[(int) host.id()] = true);
        return later(ANSWER, "accepted");
    }

    @Override
    public CompletableFuture<String> powerOn(Resource host, Purpose purpose, Duration deadline) {
        off[(int) host.id()] = false;
        return later(ANSWER, "accepted");
    }

    private <T> CompletableFuture<T> later(Duration delay, T value) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        world.schedule(delay, () -> answer.complete(value));
        return answer;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PartitionType resourceType() {
        return PartitionType.Host;
    }

    @Override
    public String resourceSubType() {
        return "Bench";
    }

    @Override
    public Eligibility eligibility(Resource host) {
        return Eligibility.ELIGIBLE;
    }

    @Override
    public HAPolicy policy(Resource host) {
        return cloud.policy();
    }
}
