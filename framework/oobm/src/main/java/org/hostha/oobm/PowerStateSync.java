package org.hostha.oobm;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Bulkhead;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/**
 * Keeps the stored power states up to date in the background: each BMC by its own clock, spread by jitter, the silent
 * ones less and less often, so that they cost the others nothing. A host whose BMC has never been proven is preflighted
 * instead. What is urgent for a BMC goes before its background reading.
 */
public final class PowerStateSync implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(PowerStateSync.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int PENDING = 100_000;

    private static final class Clockwork {
        private MonotonicTime due;
        private MonotonicTime lastRead;
        private int failures;
        private boolean reading;
    }

    /**
     * @param hosts configured and enabled
     * @param silent of them, whose last reading failed
     * @param oldest how long ago the host was read that has waited longest, from the first sight of it where it never
     *     was
     * @param failures readings that failed since the start, by kind
     * @param load of the bulkhead
     */
    public record Status(int hosts, int silent, Duration oldest, Map<Kind, Long> failures, Bulkhead.Load load) { }

    private final OutOfBandManagementService service;
    private final LongFunction<Optional<Resource>> hosts;
    private final Settings settings;
    private final EventLoop loop;
    private final Executor blocking;
    private final RandomGenerator random;
    private final Bulkhead bulkhead;
    private final Map<Long, Clockwork> clocks = new HashMap<>();
    private final Map<Kind, Long> failures = new EnumMap<>(Kind.class);
    private volatile Status status;
    private volatile boolean closed;

    /**
     * @param hosts finds a host that still exists
     * @param loop keeps the schedule
     * @param blocking runs what waits for the store
     * @param random spreads the readings
     */
    public PowerStateSync(OutOfBandManagementService service, LongFunction<Optional<Resource>> hosts, Settings settings,
            EventLoop loop, Executor blocking, RandomGenerator random) {
        this.service = service;
        this.hosts = hosts;
        this.settings = settings;
        this.loop = loop;
        this.blocking = blocking;
        this.random = random;
        this.bulkhead = new Bulkhead("background power readings",
                () -> settings.value(OutOfBandManagementSettings.SYNC_POOL_SIZE).intValue(), () -> PENDING, loop);
        this.status = new Status(0, 0, Duration.ZERO, Map.of(), bulkhead.load());
    }

    public void start() {
        loop.execute(this::tick);
    }

    public Status status() {
        return status;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void tick() {
        if (closed) {
            return;
        }
        CompletableFuture.supplyAsync(service::all, blocking).whenCompleteAsync((rows, failure) -> {
            if (failure == null) {
                look(rows);
            } else {
                LOG.error("can't read the out-of-band management rows, trying again", failure);
            }
            loop.schedule(TICK, this::tick);
        }, loop);
    }

    private void look(List<OutOfBandManagement> rows) {
        List<OutOfBandManagement> enabled = rows.stream().filter(OutOfBandManagement::enabled).toList();
        clocks.keySet().retainAll(enabled.stream().map(OutOfBandManagement::hostId).toList());
        for (OutOfBandManagement row : enabled) {
            Clockwork clock = clocks.computeIfAbsent(row.hostId(), id -> first());
            if (!clock.reading && loop.now().reached(clock.due)) {
                hosts.apply(row.hostId()).ifPresent(host -> read(host, row, clock));
            }
        }
        status = new Status(enabled.size(), (int) clocks.values().stream().filter(clock -> clock.failures > 0).count(),
                clocks.values().stream().map(clock -> loop.now().since(clock.lastRead)).max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO), Map.copyOf(failures), bulkhead.load());
    }

    private Clockwork first() {
        Clockwork clock = new Clockwork();
        clock.lastRead = loop.now();
        Duration interval = settings.value(OutOfBandManagementSettings.SYNC_INTERVAL);
        clock.due = loop.now().plus(scaled(interval, random.nextDouble() / 4));
        return clock;
    }

    private void read(Resource host, OutOfBandManagement row, Clockwork clock) {
        clock.reading = true;
        bulkhead.submit(() -> service.sync(host, row, DEADLINE), DEADLINE.multipliedBy(3))
                .whenCompleteAsync((state, failure) -> {
                    clock.reading = false;
                    boolean known = failure == null && state != PowerState.Unknown;
                    clock.failures = known ? 0 : clock.failures + 1;
                    clock.lastRead = known ? loop.now() : clock.lastRead;
                    if (failure != null) {
                        failures.merge(kind(Futures.cause(failure)), 1L, Long::sum);
                    }
                    clock.due = loop.now().plus(pause(clock.failures));
                }, loop);
    }

    private static Kind kind(Throwable failure) {
        return failure instanceof OutOfBandManagementException typed ? typed.kind() : Kind.TIMEOUT;
    }

    private Duration pause(int failures) {
        Duration pause = settings.value(OutOfBandManagementSettings.SYNC_INTERVAL);
        for (int i = 1; i < failures && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        return scaled(bounded, 0.9 + random.nextDouble() / 5);
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos((long) (duration.toNanos() * factor));
    }
}
