package org.hostha.oobm;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Event;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.internal.Alarms;
import org.hostha.oobm.internal.BmcQueues;
import org.hostha.oobm.internal.PasswordChange;
import org.hostha.oobm.internal.Proofs;
import org.hostha.oobm.spi.Identifier;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.oobm.spi.OutOfBandManagementStore;
import org.hostha.oobm.spi.PasswordChanger;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.oobm.spi.PowerReader;
import org.hostha.oobm.spi.PowerReader.Session;

/**
 * Out-of-band management of hosts, in the meaning of CloudStack's {@code OutOfBandManagementService}. Switches count at the
 * moment of action: host, cluster and zone must all be on for anything that changes power.
 *
 * <p>Calls that return a value block on the store; calls that return a future do not.
 */
public final class OutOfBandManagementService {

    /** What an operation showed. {@code state} is what the BMC said after it, and is Unknown where it could not be read. */
    public record Result(PowerOperation operation, PowerState state, String description) { }

    private static final Logger LOG = LogManager.getLogger(OutOfBandManagementService.class);
    /** How long a BMC may take to show what it was asked for, and how often it is looked at meanwhile. */
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final OutOfBandManagementStore store;
    private final Settings settings;
    private final Notifications notifications;
    private final Executor blocking;
    private final EventLoop timers;
    private final BmcQueues queues;
    private final Map<String, OutOfBandManagementDriver> drivers = new TreeMap<>();
    private final Alarms alarms;
    private final Map<Long, Preflight> preflights = new ConcurrentHashMap<>();
    private volatile Map<Long, OutOfBandManagement> known = Map.of();
    private volatile Map<Long, String> duplicates = Map.of();

    /**
     * @param blocking runs what waits for the store
     * @param timers keeps deadlines and gaps
     */
    public OutOfBandManagementService(OutOfBandManagementStore store, List<? extends OutOfBandManagementDriver> drivers,
            Settings settings, Notifications notifications, EventLoop timers, Executor blocking) {
        this.store = store;
        this.settings = settings;
        this.notifications = notifications;
        this.blocking = blocking;
        this.timers = timers;
        this.queues = new BmcQueues(timers);
        this.alarms = new Alarms(notifications);
        drivers.forEach(driver -> this.drivers.put(driver.name().toLowerCase(Locale.ROOT), driver));
    }

    /** Names of the drivers, lower case. */
    public Set<String> driverNames() {
        return Set.copyOf(drivers.keySet());
    }

    /** The host's configuration, if it has one. */
    public Optional<OutOfBandManagement> find(Resource host) {
        return store.find(host.id());
    }

    /** All configurations, and what is remembered of them brought up to date. */
    public List<OutOfBandManagement> all() {
        List<OutOfBandManagement> rows = store.all();
        known = rows.stream().collect(Collectors.toMap(OutOfBandManagement::hostId, Function.identity(),
                (one, again) -> one));
        duplicates = Proofs.duplicates(rows);
        return rows;
    }

    /**
     * Configures a host. Its switch stays as it is.
     *
     * @param driver a driver's name, in any case
     * @throws OutOfBandManagementException {@code UNSUPPORTED} for a driver that nobody registered, {@code REJECTED} for a
     *     password that the driver's BMCs can't have; the message names the parameter
     */
    public OutOfBandManagement configure(Resource host, String driver, String address, String port, String username,
            Secret password) {
        OutOfBandManagementDriver found = drivers.get(driver.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new OutOfBandManagementException(Kind.UNSUPPORTED, "Out-of-band management driver is not available. Please provide"
                    + " a valid driver name. Known drivers: " + String.join(", ", drivers.keySet()));
        }
        checkLength(found, password);
        store.configure(host.id(), found.name().toLowerCase(Locale.ROOT), address, port, username, password);
        preflights.remove(host.id());
        alarms.forget(host.id());
        all();
        publish("HOST.OOBM.CONFIGURE", Event.Level.INFO, host.partition(),
                "out-of-band management of " + host + " configured with driver " + found.name());
        return store.find(host.id()).orElseThrow();
    }

    private static void checkLength(OutOfBandManagementDriver driver, Secret password) {
        if (driver instanceof PasswordChanger changer && password.length() > changer.maxPasswordLength()) {
            throw new OutOfBandManagementException(Kind.REJECTED, "parameter password: at most " + changer.maxPasswordLength()
                    + " bytes with driver " + driver.name() + ", not " + password.length());
        }
    }

    /**
     * Turns the switch of a host, cluster or zone.
     *
     * @param name of the partition, for people
     * @throws OutOfBandManagementException {@code UNSUPPORTED} for a host that is not configured
     */
    public void turn(Partition partition, String name, boolean on) {
        if (partition.type() == PartitionType.Host) {
            if (store.find(partition.id()).isEmpty()) {
                throw new OutOfBandManagementException(Kind.UNSUPPORTED, "Out-of-band management is not configured for the host. Please"
                        + " configure the host before enabling/disabling it.");
            }
            alarms.forget(partition.id());
            store.savePowerState(partition.id(), PowerState.Disabled);
        }
        store.turnSwitch(partition, on);
        all();
        publish(on ? "HOST.OOBM.ENABLE" : "HOST.OOBM.DISABLE", Event.Level.INFO, partition,
                "out-of-band management of " + name + (on ? " enabled" : " disabled"));
    }

    /** Which switch is off, in CloudStack's words; empty when all are on. */
    public Optional<String> switchedOff(Resource host) {
        return switchedOff(host, store.find(host.id()));
    }

    private Optional<String> switchedOff(Resource host, Optional<OutOfBandManagement> row) {
        if (!store.switchedOn(Partition.zone(host.zoneId()))) {
            return Optional.of("Out-of-band management is disabled for the host's zone. Aborting Operation.");
        }
        if (!store.switchedOn(Partition.cluster(host.clusterId()))) {
            return Optional.of("Out-of-band management is disabled for the host's cluster. Aborting Operation.");
        }
        if (row.isEmpty() || !row.get().enabled()) {
            return Optional.of("Out-of-band management is disabled or not configured for the host. Aborting Operation.");
        }
        return Optional.empty();
    }

    /**
     * Why the host could not be fenced, in words; empty when nothing speaks against it. Answers from memory, as of the last
     * {@link #all()}. A BMC that worked once and is silent now is no obstacle: it is tried.
     */
    public Optional<String> fencingObstacle(Resource host) {
        Optional<OutOfBandManagement> row = Optional.ofNullable(known.get(host.id()));
        if (row.isEmpty()) {
            return Optional.of("out-of-band management is not configured");
        }
        if (!row.get().enabled()) {
            return Optional.of("out-of-band management is disabled");
        }
        if (duplicates.containsKey(host.id())) {
            return Optional.of(duplicates.get(host.id()));
        }
        if (alarms.obstacle(host.id()).isPresent()) {
            return alarms.obstacle(host.id());
        }
        Preflight last = preflights.get(host.id());
        if (row.get().proven().isEmpty()) {
            return Optional.of(last == null ? "its BMC has not been tried yet" : "its BMC does not work: " + last.summary());
        }
        return Optional.empty();
    }

    /** Tries, without harm, whether the host's BMC would obey, and remembers what was found. */
    public CompletableFuture<Preflight> preflight(Resource host) {
        Duration deadline = settings.value(OutOfBandManagementSettings.ACTION_TIMEOUT, host);
        return CompletableFuture.supplyAsync(() -> row(host), blocking)
                .thenCompose(row -> identify(host, row, deadline)
                        .thenCombine(read(host, row, Session.FRESH, deadline, false), Preflight::of)
                        .exceptionally(failure -> Preflight.failed(Futures.cause(failure))))
                .thenApplyAsync(preflight -> remember(host, preflight), blocking);
    }

    private CompletableFuture<Optional<BmcIdentity>> identify(Resource host, OutOfBandManagement row, Duration deadline) {
        if (!(driver(row) instanceof Identifier)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return this.<Identifier, BmcIdentity>call(host, row, Identifier.class, false, deadline,
                (driver, bmc, left) -> driver.identify(bmc, left)).thenApply(Optional::of);
    }

    private Preflight remember(Resource host, Preflight preflight) {
        preflights.put(host.id(), preflight);
        if (preflight.passed()) {
            store.saveProof(host.id(), Proofs.meaningful(preflight.systemGuid()));
        }
        all();
        LOG.info("{}: preflight {}: {}", host, preflight.passed() ? "passed" : "failed", preflight.summary());
        return preflight;
    }

    /**
     * Carries out a power operation for an admin. The switches are checked at the moment of action.
     *
     * @param timeout from now; empty for the setting
     */
    public CompletableFuture<Result> execute(Resource host, PowerOperation operation, Optional<Duration> timeout) {
        Duration deadline = timeout.orElseGet(() -> settings.value(OutOfBandManagementSettings.ACTION_TIMEOUT, host));
        CompletableFuture<Result> result = operation == PowerOperation.STATUS ? status(host, deadline)
                : Futures.then(changePower(host, operation, deadline), answer -> Futures.then(
                        settled(host, expected(operation), timers.now().plus(SETTLING)),
                        state -> CompletableFuture.completedFuture(new Result(operation, state, answer))));
        return result.whenComplete((done, failure) -> audit(host, operation, failure));
    }

    private CompletableFuture<Result> status(Resource host, Duration deadline) {
        return Futures.then(switchedOnRow(host), row -> read(host, row, Session.ANY, deadline, true))
                .thenApply(reading -> new Result(PowerOperation.STATUS, reading.state(), reading.detail()));
    }

    /** A BMC acknowledges before it acts: looks until the expected state is seen, at most until {@code end}. */
    private CompletableFuture<PowerState> settled(Resource host, Optional<PowerState> expected, MonotonicTime end) {
        CompletableFuture<PowerState> seen = readPower(host, Session.ANY, SETTLING)
                .handle((reading, failure) -> failure == null ? reading.state() : PowerState.Unknown);
        return Futures.then(seen, state -> {
            if (expected.isEmpty() || expected.get() == state || timers.now().plus(LOOK_AGAIN).reached(end)) {
                return CompletableFuture.completedFuture(state);
            }
            CompletableFuture<Void> pause = new CompletableFuture<>();
            timers.schedule(LOOK_AGAIN, () -> pause.complete(null));
            return Futures.then(pause, done -> settled(host, expected, end));
        });
    }

    private static Optional<PowerState> expected(PowerOperation operation) {
        return switch (operation) {
            case ON, CYCLE, RESET -> Optional.of(PowerState.On);
            case OFF -> Optional.of(PowerState.Off);
            case SOFT, STATUS -> Optional.empty();
        };
    }

    private void audit(Resource host, PowerOperation operation, Throwable failure) {
        publish("HOST.OOBM.ACTION", failure == null ? Event.Level.INFO : Event.Level.ERROR, host.partition(),
                "out-of-band management action " + operation + " on " + host
                        + (failure == null ? " succeeded" : " failed: " + Futures.cause(failure).getMessage()));
    }

    /** Reads the power and keeps the stored state up to date. Harmless, so no switch stops it. */
    public CompletableFuture<PowerReading> readPower(Resource host, Session session, Duration deadline) {
        return Futures.then(CompletableFuture.supplyAsync(() -> row(host), blocking),
                row -> read(host, row, session, deadline, true));
    }

    /**
     * One background look at a host: Disabled where a switch is off, else a reading that lets everything else for the same BMC go
     * first; a BMC that has never been proven is preflighted.
     */
    CompletableFuture<PowerState> sync(Resource host, OutOfBandManagement row, Duration deadline) {
        CompletableFuture<Boolean> on = CompletableFuture.supplyAsync(() -> {
            boolean off = switchedOff(host, Optional.of(row)).isPresent();
            if (off && !row.powerState().equals(Optional.of(PowerState.Disabled))) {
                store.savePowerState(host.id(), PowerState.Disabled);
            }
            return !off;
        }, blocking);
        return Futures.then(on, proceed -> {
            if (!proceed) {
                return CompletableFuture.completedFuture(PowerState.Disabled);
            }
            return row.proven().isPresent() ? read(host, row, Session.ANY, deadline, false).thenApply(PowerReading::state)
                    : preflight(host).thenApply(preflight -> preflight.passed() ? PowerState.On : PowerState.Unknown);
        });
    }

    private CompletableFuture<PowerReading> read(Resource host, OutOfBandManagement row, Session session,
            Duration deadline, boolean urgent) {
        CompletableFuture<PowerReading> reading = this.<PowerReader, PowerReading>call(host, row, PowerReader.class, urgent,
                deadline, (driver, bmc, left) -> driver.readPower(bmc, session, left));
        reading.whenCompleteAsync((read, failure) -> {
            if (failure == null) {
                alarms.heard(host, row, read);
            }
            if (!(Futures.cause(failure) instanceof CancellationException)) {
                observed(host, row, failure == null ? read.state() : PowerState.Unknown, failure);
            }
        }, blocking);
        return reading;
    }

    /** Writes when something has changed, and only for a host that is switched on still. */
    private void observed(Resource host, OutOfBandManagement row, PowerState state, Throwable failure) {
        if (row.powerState().equals(Optional.of(state)) || store.find(host.id()).filter(OutOfBandManagement::enabled).isEmpty()) {
            return;
        }
        store.savePowerState(host.id(), state);
        if (state == PowerState.Unknown) {
            publish("HOST.OOBM.POWERSTATE.TRANSITION", Event.Level.WARN, host.partition(), "power state of " + host
                    + " changed to Unknown" + (failure == null ? "" : ": " + Futures.cause(failure).getMessage()));
        }
    }

    /**
     * Sends one power command. The switches are checked at the moment of action, after any wait for the BMC.
     *
     * @param deadline from now, whatever has to be waited for; nothing is sent after it
     */
    public CompletableFuture<String> changePower(Resource host, PowerOperation operation, Duration deadline) {
        MonotonicTime end = timers.now().plus(deadline);
        return Futures.then(switchedOnRow(host), row -> this.<PowerChanger, String>call(host, row, PowerChanger.class, true,
                end.since(timers.now()), (driver, bmc, ignored) -> Futures.then(switchedOnRow(host), still -> {
                    Duration left = end.since(timers.now());
                    if (left.isNegative() || left.isZero()) {
                        throw new OutOfBandManagementException(Kind.UNREACHABLE, bmc + ": the deadline passed before " + operation
                                + " could be sent; nothing was sent");
                    }
                    return driver.changePower(bmc, operation, left);
                })));
    }

    /**
     * Changes the password on the BMC and in the store. Whenever it is interrupted, one of the two passwords that are stored by then
     * works, and the next operation finds out which.
     *
     * @param password the new one; empty generates one
     */
    public CompletableFuture<Void> changePassword(Resource host, Optional<Secret> password) {
        Duration deadline = settings.value(OutOfBandManagementSettings.ACTION_TIMEOUT, host);
        return Futures.then(switchedOnRow(host), row -> withoutPending(host, row, deadline)).thenComposeAsync(row -> {
            if (!(driver(row) instanceof PasswordChanger changer)) {
                throw unsupported(row, PasswordChanger.class);
            }
            Secret next = password.orElseGet(() -> PasswordChange.generate(changer.maxPasswordLength()));
            checkLength(changer, next);
            store.savePendingPassword(host.id(), next);
            return this.<PasswordChanger, Void>call(host, row, PasswordChanger.class, true, deadline,
                            (driver, bmc, left) -> driver.changePassword(bmc, next, left))
                    .handleAsync((done, failure) -> PasswordChange.settle(store, host.id(), failure), blocking);
        }, blocking).whenComplete((done, failure) -> publish("HOST.OOBM.CHANGEPASSWORD",
                failure == null ? Event.Level.INFO : Event.Level.ERROR, host.partition(), "out-of-band management password of " + host
                        + (failure == null ? " changed" : " not changed: " + Futures.cause(failure).getMessage())));
    }

    /** Finds out which of two passwords works, and forgets the other. */
    private CompletableFuture<OutOfBandManagement> withoutPending(Resource host, OutOfBandManagement row, Duration deadline) {
        if (row.pendingPassword().isEmpty()) {
            return CompletableFuture.completedFuture(row);
        }
        return read(host, row, Session.FRESH, deadline, true).thenApplyAsync(reading -> {
            store.dropPendingPassword(host.id());
            return row(host);
        }, blocking);
    }

    private CompletableFuture<OutOfBandManagement> switchedOnRow(Resource host) {
        return CompletableFuture.supplyAsync(() -> {
            Optional<OutOfBandManagement> row = store.find(host.id());
            switchedOff(host, row).ifPresent(why -> {
                throw new OutOfBandManagementException(Kind.UNSUPPORTED, why);
            });
            return row.orElseThrow();
        }, blocking);
    }

    private OutOfBandManagement row(Resource host) {
        return store.find(host.id()).orElseThrow(() -> new OutOfBandManagementException(Kind.UNSUPPORTED,
                "Out-of-band management is disabled or not configured for the host. Aborting Operation."));
    }

    private OutOfBandManagementDriver driver(OutOfBandManagement row) {
        OutOfBandManagementDriver driver = drivers.get(row.driver().toLowerCase(Locale.ROOT));
        if (driver == null) {
            throw new OutOfBandManagementException(Kind.UNSUPPORTED, "Out-of-band management driver '" + row.driver()
                    + "' is not available. Known drivers: " + String.join(", ", drivers.keySet()));
        }
        return driver;
    }

    private static OutOfBandManagementException unsupported(OutOfBandManagement row, Class<?> capability) {
        return new OutOfBandManagementException(Kind.UNSUPPORTED,
                "driver " + row.driver() + " does not support this operation (" + capability.getSimpleName() + ")");
    }

    /** One capability of a driver, called with an endpoint and what is left of the deadline. */
    @FunctionalInterface
    private interface Call<D, T> {
        CompletableFuture<T> on(D driver, BmcEndpoint bmc, Duration left);
    }

    private <D extends OutOfBandManagementDriver, T> CompletableFuture<T> call(Resource host, OutOfBandManagement row,
            Class<D> capability, boolean urgent, Duration deadline, Call<D, T> call) {
        OutOfBandManagementDriver driver = driver(row);
        if (!capability.isInstance(driver)) {
            return CompletableFuture.failedFuture(unsupported(row, capability));
        }
        D able = capability.cast(driver);
        Duration gap = settings.value(OutOfBandManagementSettings.MINIMUM_GAP, host);
        MonotonicTime end = timers.now().plus(deadline);
        Function<BmcEndpoint, CompletableFuture<T>> attempt = bmc -> queues.submit(row.driver() + " " + bmc, urgent, gap,
                end.since(timers.now()), left -> call.on(able, bmc, left));
        CompletableFuture<T> first = attempt.apply(row.endpoint());
        CompletableFuture<T> settled = row.pendingEndpoint().map(pending -> PasswordChange.orWithPending(first,
                () -> attempt.apply(pending), () -> store.promotePendingPassword(host.id()), blocking)).orElse(first);
        settled.whenComplete((value, failure) -> alarms.ended(host, failure));
        return settled;
    }

    private void publish(String type, Event.Level level, Partition partition, String description) {
        notifications.publish(new Event(type, level, partition, description));
    }
}
