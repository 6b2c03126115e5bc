package org.hostha.oobm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.oobm.internal.Alarms;
import org.hostha.oobm.internal.Configurations;
import org.hostha.oobm.internal.DriverCalls;
import org.hostha.oobm.internal.Drivers;
import org.hostha.oobm.internal.FencingObstacles;
import org.hostha.oobm.internal.PasswordChange;
import org.hostha.oobm.internal.PowerCommands;
import org.hostha.oobm.internal.PowerReadings;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.oobm.spi.OutOfBandManagementStore;
import org.hostha.oobm.spi.PowerReader.Session;

/**
 * Out-of-band management of hosts, in the meaning of CloudStack's {@code OutOfBandManagementService}. Switches count at
 * the moment of action: host, cluster and zone must all be on for anything that changes power.
 *
 * <p>Calls that return a value block on the store; calls that return a future do not.
 */
public final class OutOfBandManagementService {

    /** What an operation showed. {@code state} is what the BMC said after it; Unknown where it could not be read. */
    public record Result(PowerOperation operation, PowerState state, String description) { }

    private final OutOfBandManagementStore store;
    private final Settings settings;
    private final Executor blocking;
    private final Drivers drivers;
    private final Alarms alarms;
    private final FencingObstacles obstacles;
    private final Configurations configurations;
    private final PowerReadings readings;
    private final PowerCommands commands;
    private final Preflights preflights;
    private final PasswordChange passwords;

    /**
     * @param blocking runs what waits for the store
     * @param timers keeps deadlines and gaps
     */
    public OutOfBandManagementService(OutOfBandManagementStore store, List<? extends OutOfBandManagementDriver> drivers,
            Settings settings, Notifications notifications, EventLoop timers, Executor blocking) {
        this.store = store;
        this.settings = settings;
        this.blocking = blocking;
        this.drivers = new Drivers(drivers);
        alarms = new Alarms(notifications);
        DriverCalls calls = new DriverCalls(this.drivers, store, alarms, settings, timers, blocking);
        obstacles = new FencingObstacles(alarms);
        configurations = new Configurations(store, this.drivers, alarms, obstacles, notifications, blocking);
        readings = new PowerReadings(calls, store, alarms, notifications, blocking);
        commands = new PowerCommands(configurations, obstacles, calls, readings, notifications, timers);
        preflights = new Preflights(configurations, this.drivers, calls, readings, obstacles, store, blocking);
        passwords = new PasswordChange(configurations, this.drivers, calls, readings, store, notifications, blocking);
    }

    /** Names of the drivers, lower case. */
    public Set<String> driverNames() {
        return drivers.names();
    }

    /** The host's configuration, if it has one. */
    public Optional<OutOfBandManagement> find(Resource host) {
        return store.find(host.id());
    }

    /** All configurations, and what is remembered of them brought up to date. */
    public List<OutOfBandManagement> all() {
        return configurations.all();
    }

    /**
     * Configures a host. Its switch stays as it is.
     *
     * @param driver a driver's name, in any case
     * @throws OutOfBandManagementException {@code UNSUPPORTED} for a driver that nobody registered, {@code REJECTED}
     *     for a password that the driver's BMCs can't have; the message names the parameter
     */
    public OutOfBandManagement configure(Resource host, String driver, String address, String port, String username,
            Secret password) {
        return configurations.configure(host, driver, address, port, username, password);
    }

    /**
     * Configures many hosts, or none.
     *
     * @param enable turns the switch of each on as well
     * @throws IllegalArgumentException naming the line with a password that the driver's BMCs can't have, or the first one when
     *     nobody registered the driver; nothing was changed then
     */
    public void configure(String driver, List<BmcLine> lines, boolean enable) {
        for (int i = 0; i < lines.size(); i++) {
            try {
                check(driver, lines.get(i).password());
            } catch (OutOfBandManagementException e) {
                throw BmcLine.wrong(i, e.getMessage());
            }
        }
        for (BmcLine line : lines) {
            configure(line.host(), driver, line.address(), line.port(), line.username(), line.password());
            if (enable) {
                turn(line.host().partition(), line.host().name(), true);
            }
        }
    }

    /**
     * Whether a host could be configured so, without doing it.
     *
     * @throws OutOfBandManagementException as {@link #configure} does
     */
    void check(String driver, Secret password) {
        Drivers.checkLength(drivers.named(driver), password);
    }

    /**
     * Turns the switch of a host, cluster or zone.
     *
     * @param name of the partition, for people
     * @throws OutOfBandManagementException {@code UNSUPPORTED} for a host that is not configured
     */
    public void turn(Partition partition, String name, boolean on) {
        configurations.turn(partition, name, on);
    }

    /** Which switch is off, in CloudStack's words; empty when all are on. */
    public Optional<String> switchedOff(Resource host) {
        return configurations.switchedOff(host, store.find(host.id()));
    }

    /**
     * Why the host could not be fenced, in words; empty when nothing speaks against it. Answers from memory, as of the
     * last {@link #all()}. A BMC that worked once and is silent now is no obstacle: it is tried.
     */
    public Optional<String> fencingObstacle(Resource host) {
        return obstacles.of(host.id());
    }

    /**
     * Tries, without harm, whether the host's BMC would obey, and remembers what was found. One that had to make room for
     * something urgent ends with a finding that says so, and is not remembered.
     */
    public CompletableFuture<Preflight> preflight(Resource host) {
        return Futures.recover(preflights.preflight(host, actionTimeout(host)), Preflights::displaced);
    }

    /**
     * Carries out a power operation for an admin. The switches are checked at the moment of action.
     *
     * @param timeout from now; empty for the setting
     */
    public CompletableFuture<Result> execute(Resource host, PowerOperation operation, Optional<Duration> timeout) {
        return commands.execute(host, operation, timeout.orElseGet(() -> actionTimeout(host)));
    }

    /**
     * Reads the power and keeps the stored state up to date. Harmless, so no switch stops it. Off is the answer only of a BMC
     * that is certainly the host's: one that was never tried, is shared, or was replaced while it was asked leaves Unknown.
     */
    public CompletableFuture<PowerReading> readPower(Resource host, Session session, Duration deadline) {
        return Futures.then(configurations.laterRow(host), row -> Futures.then(
                readings.read(host, row, session, deadline, true), reading -> reading.state() != PowerState.Off
                        ? CompletableFuture.completedFuture(reading)
                        : Futures.map(configurations.laterRow(host), now -> certain(reading, row, now))));
    }

    private PowerReading certain(PowerReading off, OutOfBandManagement asked, OutOfBandManagement now) {
        Optional<String> doubt = now.hasBmcOf(asked) ? obstacles.doubt(now)
                : Optional.of("the host was configured anew meanwhile");
        return doubt.map(why -> new PowerReading(PowerState.Unknown, off.systemGuid(),
                "its BMC says " + off.detail() + ", but may be another host's: " + why)).orElse(off);
    }

    /** The switch of a zone or a cluster. */
    boolean switchedOn(Partition partition) {
        return store.switchedOn(partition);
    }

    /** A switch of its cluster or zone is off: what is stored says so. */
    void recordDisabled(OutOfBandManagement row) {
        if (!row.powerState().equals(Optional.of(PowerState.Disabled))) {
            store.savePowerState(row.hostId(), PowerState.Disabled);
        }
    }

    /** A background reading of a host whose switches are on. It makes room for everything else for the same BMC. */
    CompletableFuture<PowerState> look(Resource host, OutOfBandManagement row, Duration deadline) {
        return Futures.map(readings.read(host, row, Session.ANY, deadline, false), PowerReading::state);
    }

    /**
     * A background proof that a host whose switches are on could be fenced; alerts, once, when it could not. Like
     * {@link #look} it makes room.
     */
    CompletableFuture<Preflight> prove(Resource host, OutOfBandManagement row, Duration deadline) {
        return Futures.map(preflights.preflight(host, deadline), found -> {
            alarms.proved(host, found);
            if (!found.readPower()) {
                readings.unread(host, row, found.summary());
            }
            return found;
        });
    }

    /**
     * Sends one power command that nobody looks at. The switches are checked at the moment of action, after any wait for the
     * BMC; what takes the power is refused with {@code REJECTED} where the BMC might be another host's.
     *
     * @param deadline from now, whatever has to be waited for; nothing is sent after it
     */
    public CompletableFuture<String> changePower(Resource host, PowerOperation operation, Duration deadline) {
        return commands.changePower(host, operation, deadline);
    }

    /**
     * Changes the password on the BMC and in the store. Whenever it is interrupted, one of the two passwords that are
     * stored by then works, and the next operation finds out which.
     *
     * @param password the new one; empty generates one
     */
    public CompletableFuture<Void> changePassword(Resource host, Optional<Secret> password) {
        return passwords.change(host, password, actionTimeout(host));
    }

    private Duration actionTimeout(Resource host) {
        return settings.value(OutOfBandManagementSettings.ACTION_TIMEOUT, host);
    }
}
