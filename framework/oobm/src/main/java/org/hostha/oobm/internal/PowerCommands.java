package org.hostha.oobm.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.hostha.core.Event;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Notifications;
import org.hostha.core.Resource;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.OutOfBandManagementService.Result;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.oobm.spi.PowerReader.Session;

/** Changes the power of hosts whose switches are on, and shows an admin what came of it. */
public final class PowerCommands {

    /** How long a BMC may take to show what it was asked for, and how often it is looked at meanwhile. */
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Configurations configurations;
    private final FencingObstacles obstacles;
    private final DriverCalls calls;
    private final PowerReadings readings;
    private final Notifications notifications;
    private final EventLoop timers;

    public PowerCommands(Configurations configurations, FencingObstacles obstacles, DriverCalls calls,
            PowerReadings readings, Notifications notifications, EventLoop timers) {
        this.configurations = configurations;
        this.obstacles = obstacles;
        this.calls = calls;
        this.readings = readings;
        this.notifications = notifications;
        this.timers = timers;
    }

    /** Carries out an admin's operation, looks at what it did, and records it. */
    public CompletableFuture<Result> execute(Resource host, PowerOperation operation, Duration deadline) {
        CompletableFuture<Result> result = operation == PowerOperation.STATUS ? status(host, deadline)
                : Futures.then(send(host, operation, deadline, now -> Optional.empty()), answer -> Futures.then(
                        settled(host, expected(operation), timers.now().plus(SETTLING)),
                        state -> CompletableFuture.completedFuture(new Result(operation, state, answer))));
        return result.whenComplete((done, failure) -> audit(host, operation, failure));
    }

    private CompletableFuture<Result> status(Resource host, Duration deadline) {
        return Futures.then(configurations.switchedOnRow(host),
                        row -> readings.read(host, row, Session.ANY, deadline, true))
                .thenApply(reading -> new Result(PowerOperation.STATUS, reading.state(), reading.detail()));
    }

    /** Sends one power command that nobody looks at: whatever takes the power is refused where it might hit another host. */
    public CompletableFuture<String> changePower(Resource host, PowerOperation operation, Duration deadline) {
        return send(host, operation, deadline,
                now -> operation == PowerOperation.ON ? Optional.empty() : obstacles.doubt(now));
    }

    /**
     * Switches and configuration are looked at again when the BMC's queue has come to it.
     *
     * @param objection why nothing may be sent to a host that is configured so
     */
    private CompletableFuture<String> send(Resource host, PowerOperation operation, Duration deadline,
            Function<OutOfBandManagement, Optional<String>> objection) {
        MonotonicTime end = timers.now().plus(deadline);
        return Futures.then(configurations.switchedOnRow(host), row -> calls.call(host, row, PowerChanger.class, true,
                end.since(timers.now()),
                (driver, bmc, ignored) -> Futures.then(configurations.switchedOnRow(host), now -> {
                    if (!now.hasBmcOf(row) || now.systemGuid().isPresent() && !now.systemGuid().equals(bmc.systemGuid())) {
                        throw notSent(Kind.UNREACHABLE, bmc, "the host was configured anew meanwhile");
                    }
                    objection.apply(now).ifPresent(why -> {
                        throw notSent(Kind.REJECTED, bmc, why);
                    });
                    return driver.changePower(bmc, operation, left(end, bmc, operation));
                })));
    }

    private Duration left(MonotonicTime end, BmcEndpoint bmc, PowerOperation operation) {
        Duration left = end.since(timers.now());
        if (left.isNegative() || left.isZero()) {
            throw notSent(Kind.UNREACHABLE, bmc, "the deadline passed before " + operation + " could be sent");
        }
        return left;
    }

    private static OutOfBandManagementException notSent(Kind kind, BmcEndpoint bmc, String why) {
        return new OutOfBandManagementException(kind, bmc + ": " + why + "; nothing was sent");
    }

    /** A BMC acknowledges before it acts: looks until the expected state is seen, at most until {@code end}. */
    private CompletableFuture<PowerState> settled(Resource host, Optional<PowerState> expected, MonotonicTime end) {
        CompletableFuture<PowerState> seen = Futures.then(configurations.laterRow(host),
                        row -> readings.read(host, row, Session.ANY, SETTLING, true))
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
        notifications.publish(new Event("HOST.OOBM.ACTION", failure == null ? Event.Level.INFO : Event.Level.ERROR,
                host.partition(), "out-of-band management action " + operation + " on " + host
                        + (failure == null ? " succeeded" : " failed: " + Futures.cause(failure).getMessage())));
    }
}
