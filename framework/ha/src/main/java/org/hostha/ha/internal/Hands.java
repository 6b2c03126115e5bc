package org.hostha.ha.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hostha.core.Bulkhead;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Notifications;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.Evidence;
import org.hostha.ha.HASettings;
import org.hostha.ha.Order;
import org.hostha.ha.decision.Effect;
import org.hostha.ha.decision.Input;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.PowerSwitch;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/** Carries out what a decision asks of a provider, each kind in a lane of its own, and turns every end into an input. */
final class Hands {

    /** A provider answers by its own deadline; the bulkhead's comes a little later and only catches those that don't. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final EventLoop timers;
    private final Lane health;
    private final Lane activity;
    private final Lane power;
    private final Lane recovery;
    private final Lane fence;

    Hands(Settings settings, EventLoop timers, Notifications notifications) {
        this.timers = timers;
        health = new Lane("health checks", settings, HASettings.MAX_CONCURRENT_HEALTH_CHECKS,
                HASettings.MAX_PENDING_HEALTH_CHECKS, timers, notifications);
        activity = new Lane("activity checks", settings, HASettings.MAX_CONCURRENT_ACTIVITY_CHECKS,
                HASettings.MAX_PENDING_ACTIVITY_CHECKS, timers, notifications);
        power = new Lane("power readings", settings, HASettings.MAX_CONCURRENT_POWER_READS,
                HASettings.MAX_PENDING_POWER_READS, timers, notifications);
        recovery = new Lane("recoveries", settings, HASettings.MAX_CONCURRENT_RECOVERIES,
                HASettings.MAX_PENDING_RECOVERIES, timers, notifications);
        fence = new Lane("fences", settings, HASettings.MAX_CONCURRENT_FENCES, HASettings.MAX_PENDING_FENCES, timers,
                notifications);
    }

    /** What each kind of work holds now, by its name. */
    Map<String, Bulkhead.Load> loads() {
        Map<String, Bulkhead.Load> loads = new LinkedHashMap<>();
        Stream.of(health, activity, power, recovery, fence).forEach(lane -> loads.put(lane.name(), lane.load()));
        return loads;
    }

    CompletableFuture<Input> checkHealth(HAProvider provider, Resource resource, Effect.CheckHealth effect) {
        return evidence(health, resource, () -> provider.checkHealth(resource, effect.deadline()), effect.deadline(),
                evidence -> new Input.HealthReported(effect.attempt(), evidence));
    }

    CompletableFuture<Input> checkActivity(HAProvider provider, Resource resource, Effect.CheckActivity effect) {
        return evidence(activity, resource, () -> provider.checkActivity(resource, effect.deadline()), effect.deadline(),
                evidence -> new Input.ActivityReported(effect.attempt(), evidence));
    }

    private CompletableFuture<Input> evidence(Lane lane, Resource resource,
            Supplier<CompletableFuture<Evidence>> check, Duration deadline, Function<Evidence, Input> input) {
        return lane.submit(resource, check, deadline.plus(SLACK))
                .exceptionally(failure -> Evidence.unknown("HA engine", describe(failure)))
                .thenApply(input);
    }

    CompletableFuture<Input> readPower(HAProvider provider, Resource resource, Effect.ReadPower effect) {
        return power.submit(resource, () -> provider.readPower(resource, effect.fresh(), effect.deadline()),
                        effect.deadline().plus(SLACK))
                .exceptionally(failure -> new PowerReading(PowerState.Unknown, Optional.empty(), describe(failure)))
                .thenApply(reading -> new Input.PowerRead(effect.attempt(), reading));
    }

    CompletableFuture<Input> forceOff(HAProvider provider, Resource resource, Effect.ForceOff effect,
            MonotonicTime decidedAt, BooleanSupplier inForce) {
        PowerSwitch.Purpose purpose = purpose(effect.purpose());
        return command(resource, effect.attempt(), effect.purpose(), decidedAt.plus(effect.wall()), inForce,
                left -> provider.forceOff(resource, purpose, left));
    }

    CompletableFuture<Input> powerOn(HAProvider provider, Resource resource, Effect.PowerOn effect,
            MonotonicTime decidedAt, BooleanSupplier inForce) {
        PowerSwitch.Purpose purpose = purpose(effect.purpose());
        return command(resource, effect.attempt(), effect.purpose(), decidedAt.plus(effect.wall()), inForce,
                left -> provider.powerOn(resource, purpose, left));
    }

    /**
     * The wall counts from the decision, not from the moment at which the command gets its turn, nor from the one at which
     * its commit is heard of: a manager that was paused in between finds it passed.
     */
    private CompletableFuture<Input> command(Resource resource, long attempt, Order.Kind kind, MonotonicTime end,
            BooleanSupplier inForce, Function<Duration, CompletableFuture<String>> send) {
        Duration untilWall = end.since(timers.now());
        Duration wall = untilWall.isNegative() ? Duration.ZERO : untilWall;
        Lane lane = kind == Order.Kind.RECOVER ? recovery : fence;
        AtomicBoolean decided = new AtomicBoolean();
        CompletableFuture<String> command = lane.submit(resource, () -> {
            Duration left = end.since(timers.now());
            if (!decided.compareAndSet(false, true) || left.isNegative() || left.isZero()) {
                return CompletableFuture.<String>failedFuture(tooLate());
            }
            return inForce.getAsBoolean() ? send.apply(left) : CompletableFuture.<String>failedFuture(
                    new NotSentException("its order ended before its turn came; not sent"));
        }, wall.plus(SLACK));
        EventLoop.Cancellable waited = timers.schedule(wall, () -> {
            if (decided.compareAndSet(false, true)) {
                command.completeExceptionally(tooLate());
            }
        });
        return command.handle((answer, failure) -> {
            waited.cancel();
            return failure == null ? new Input.CommandReturned(attempt, true, true, answer)
                    : new Input.CommandReturned(attempt, false, mayHaveArrived(Futures.cause(failure)), describe(failure));
        });
    }

    private static NotSentException tooLate() {
        return new NotSentException("waited past its hard wall for its turn; not sent");
    }

    private static boolean mayHaveArrived(Throwable failure) {
        if (failure instanceof Bulkhead.ShedException || failure instanceof NotSentException) {
            return false;
        }
        return !(failure instanceof OutOfBandManagementException typed)
                || typed.kind() == OutOfBandManagementException.Kind.TIMEOUT
                || typed.kind() == OutOfBandManagementException.Kind.PROTOCOL;
    }

    private static PowerSwitch.Purpose purpose(Order.Kind kind) {
        return kind == Order.Kind.RECOVER ? PowerSwitch.Purpose.RECOVER : PowerSwitch.Purpose.FENCE;
    }

    private static String describe(Throwable failure) {
        Throwable cause = Futures.cause(failure);
        return cause.getMessage() != null ? cause.getMessage() : cause.getClass().getSimpleName();
    }

    private static final class NotSentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotSentException(String message) {
            super(message);
        }
    }
}
