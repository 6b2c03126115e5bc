package org.hostha.oobm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Bulkhead;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.core.Settings;

/**
 * Keeps the stored power states up to date in the background: each BMC by its own clock, spread by jitter. Those that
 * don't answer within seconds go on in a pool of their own, and less and less often, so that they cost the others
 * little even when many fall silent at once. Now and then, and when readings have failed, it is proven instead that the
 * host could be fenced. What is urgent for a BMC goes before all of this.
 */
public final class PowerStateSync implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(PowerStateSync.class);
    /** How soon a change of the rows or of a cluster's or zone's switch is noticed. */
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    /** A reading that lasts longer is given up, and begun anew among the slow ones. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** How soon it is tried again whether a host could be fenced whose power can be read, but that could not. */
    private static final Duration DOUBT = Duration.ofMinutes(10);
    private static final int PENDING = 100_000;
    /** From so many failures in a row on, it is asked why. */
    private static final int DOUBTFUL = 3;

    /** A host as the last look found it, and when it is read next. */
    private static final class Clockwork {
        private Watched watched;
        private MonotonicTime due;
        private MonotonicTime lastRead;
        private volatile MonotonicTime proofDue;
        private int failures;
        private volatile boolean slow;
        private boolean reading;
        private volatile boolean begun;
    }

    private record Watched(Resource host, OutOfBandManagement row) { }

    /**
     * @param hosts configured, and enabled with their clusters and zones
     * @param silent of them, whose last reading failed
     * @param oldest how long ago the host was read that has waited longest, from the first sight of it where it never
     *     was
     * @param overdue how long the reading has been due that waits longest for its turn, slow and silent BMCs' aside
     * @param load of those whose last reading worked within seconds, and of those that were never read
     * @param silentLoad of those whose last reading failed or took long
     */
    public record Status(int hosts, int silent, Duration oldest, Duration overdue, Bulkhead.Load load,
            Bulkhead.Load silentLoad) { }

    private final OutOfBandManagementService service;
    private final LongFunction<Optional<Resource>> hosts;
    private final Settings settings;
    private final EventLoop loop;
    private final Executor blocking;
    private final RandomGenerator random;
    private final Bulkhead answering;
    private final Bulkhead silent;
    private Map<Long, Clockwork> clocks = Map.of();
    private volatile Status status;
    private volatile boolean closed;

    /**
     * @param hosts finds a host that still exists; called where it may block
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
        answering = new Bulkhead("background power readings", this::poolSize, () -> PENDING, loop);
        silent = new Bulkhead("background power readings of slow and silent BMCs", this::poolSize, () -> PENDING, loop);
        status = new Status(0, 0, Duration.ZERO, Duration.ZERO, answering.load(), silent.load());
    }

    private int poolSize() {
        return Math.max(1, settings.value(OutOfBandManagementSettings.SYNC_POOL_SIZE).intValue());
    }

    public void start() {
        loop.execute(this::look);
        loop.execute(this::tick);
    }

    /** As of the last second. */
    public Status status() {
        return status;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void look() {
        if (closed) {
            return;
        }
        Futures.then(CompletableFuture.completedFuture(blocking),
                executor -> CompletableFuture.supplyAsync(this::readRows, executor))
                .thenAcceptAsync(this::watch, loop).whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.error("can't look at the out-of-band management rows, trying again", Futures.cause(failure));
                    }
                    loop.schedule(LOOK, this::look);
                });
    }

    /** Those to be read: what a switch has turned off is recorded as Disabled instead. */
    private List<Watched> readRows() {
        Map<Partition, Boolean> switches = new HashMap<>();
        List<Watched> all = new ArrayList<>();
        for (OutOfBandManagement row : service.all()) {
            Optional<Resource> host = row.enabled() ? hosts.apply(row.hostId()) : Optional.empty();
            host.ifPresent(known -> {
                if (Stream.of(Partition.zone(known.zoneId()), Partition.cluster(known.clusterId()))
                        .allMatch(partition -> switches.computeIfAbsent(partition, service::switchedOn))) {
                    all.add(new Watched(known, row));
                } else {
                    service.recordDisabled(row);
                }
            });
        }
        return all;
    }

    private void watch(List<Watched> all) {
        Map<Long, Clockwork> next = new LinkedHashMap<>();
        for (Watched one : all) {
            Clockwork clock = Optional.ofNullable(clocks.get(one.host().id()))
                    .filter(known -> !configuredAnew(known.watched.row(), one.row())).orElseGet(() -> first(one));
            clock.watched = one;
            next.put(one.host().id(), clock);
        }
        clocks = next;
    }

    /** Then it can't be fenced until its BMC is proven, which is not to wait for what was due of the one before. */
    private static boolean configuredAnew(OutOfBandManagement before, OutOfBandManagement now) {
        return now.proven().isEmpty()
                && (before.proven().isPresent() || !now.hasBmcOf(before) || !now.endpoint().equals(before.endpoint()));
    }

    /** What another manager, or an earlier life, has proven counts, but its age is not known here. */
    private Clockwork first(Watched one) {
        Clockwork clock = new Clockwork();
        clock.proofDue = one.row().proven().isEmpty() ? loop.now()
                : loop.now().plus(scaled(proofInterval(one), random.nextDouble()));
        clock.lastRead = loop.now();
        Duration interval = settings.value(OutOfBandManagementSettings.SYNC_INTERVAL);
        clock.due = loop.now().plus(scaled(interval, random.nextDouble() / 4));
        return clock;
    }

    private void tick() {
        if (closed) {
            return;
        }
        MonotonicTime now = loop.now();
        MonotonicTime oldest = now;
        MonotonicTime overdue = now;
        int failing = 0;
        for (Clockwork clock : clocks.values()) {
            if (!clock.reading && now.reached(clock.due)) {
                read(clock);
            }
            oldest = oldest.reached(clock.lastRead) ? clock.lastRead : oldest;
            failing += clock.failures > 0 ? 1 : 0;
            if (!clock.slow && !clock.begun) {
                overdue = overdue.reached(clock.due) ? clock.due : overdue;
            }
        }
        status = new Status(clocks.size(), failing, now.since(oldest), now.since(overdue), answering.load(),
                silent.load());
        loop.schedule(TICK, this::tick);
    }

    private void read(Clockwork clock) {
        clock.reading = true;
        boolean wasSlow = clock.slow;
        (wasSlow ? silent : answering).submit(() -> {
            clock.begun = true;
            return wasSlow ? unhurried(clock) : hurried(clock);
        }, DEADLINE.multipliedBy(3)).whenCompleteAsync((worked, failure) -> {
            clock.reading = false;
            clock.begun = false;
            if (!(Futures.cause(failure) instanceof CancellationException)) {
                ended(clock, failure == null && worked);
            } else if (clock.slow && !wasSlow) {
                read(clock);
            } else {
                clock.due = loop.now().plus(scaled(settings.value(OutOfBandManagementSettings.SYNC_INTERVAL), 0.1));
            }
        }, loop);
    }

    private void ended(Clockwork clock, boolean known) {
        clock.failures = known ? 0 : clock.failures + 1;
        clock.slow |= !known;
        clock.lastRead = known ? loop.now() : clock.lastRead;
        clock.due = loop.now().plus(pause(clock.failures));
    }

    private CompletableFuture<Boolean> hurried(Clockwork clock) {
        CompletableFuture<Boolean> look = look(clock);
        EventLoop.Cancellable patience = loop.schedule(PATIENCE, () -> {
            clock.slow = true;
            look.cancel(true);
        });
        look.whenComplete((worked, failure) -> patience.cancel());
        return look;
    }

    /** Those that answer promptly again are slow no longer. */
    private CompletableFuture<Boolean> unhurried(Clockwork clock) {
        MonotonicTime begun = loop.now();
        return Futures.map(look(clock), worked -> {
            clock.slow = loop.now().reached(begun.plus(PATIENCE));
            return worked;
        });
    }

    private CompletableFuture<Boolean> look(Clockwork clock) {
        Watched one = clock.watched;
        MonotonicTime now = loop.now();
        if (now.reached(clock.proofDue) || clock.failures >= DOUBTFUL) {
            return Futures.map(service.prove(one.host(), one.row(), DEADLINE), found -> {
                Duration pause = found.passed() ? proofInterval(one) : found.readPower() ? DOUBT : Duration.ZERO;
                clock.proofDue = now.plus(scaled(pause, 0.9 + random.nextDouble() / 5));
                return found.readPower();
            });
        }
        return Futures.map(service.look(one.host(), one.row(), DEADLINE), state -> state != PowerState.Unknown);
    }

    private Duration proofInterval(Watched one) {
        return settings.value(OutOfBandManagementSettings.PROOF_INTERVAL, one.host());
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
