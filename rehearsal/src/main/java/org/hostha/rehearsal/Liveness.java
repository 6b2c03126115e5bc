package org.hostha.rehearsal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hostha.core.MonotonicTime;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HASettings;
import org.hostha.ha.HAState;

/**
 * What must happen in the end: a host that is healthy for long enough is Available, and one that is dead for long enough
 * is Fenced, as long as nothing that the engine needs is out of order. What dies when all was calm is Fenced within its time
 * budget, and not a look later.
 */
final class Liveness {

    /** Between two looks. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final World world;
    private final Map<Long, MonotonicTime> healthySince = new HashMap<>();
    private final Map<Long, MonotonicTime> deadSince = new HashMap<>();
    private MonotonicTime troubled = new MonotonicTime(0);
    private Optional<MonotonicTime> troubledBefore = Optional.empty();

    Liveness(World world) {
        this.world = world;
        world.story().listen((who, what) -> {
            if (what.startsWith("*") || what.startsWith("ALERT Storm guard")) {
                MonotonicTime now = world.physics().now();
                if (!now.equals(troubled)) {
                    troubledBefore = troubled.equals(new MonotonicTime(0)) ? Optional.empty() : Optional.of(troubled);
                    troubled = now;
                }
                startOver(who, what);
            }
        });
    }

    private void startOver(String who, String what) {
        if (who.equals(World.EVERYBODY) || what.startsWith("ALERT")) {
            healthySince.clear();
            deadSince.clear();
        } else {
            world.cloud().machine(who).ifPresent(machine -> {
                healthySince.remove(machine.resource.id());
                deadSince.remove(machine.resource.id());
            });
        }
    }

    /** To be called again and again. */
    void check() {
        boolean inOrder = world.managed() && !world.database().isDown() && world.storageReadable()
                && world.database().isFast();
        world.cloud().machines().forEach(machine -> {
            boolean ours = inOrder && world.laws().against(machine.resource).isEmpty() && !machine.maintenance
                    && machine.ineligible.isEmpty() && machine.addressed() == machine.bmc
                    && machine.bmc.users.size() == 1 && world.row(machine).isPresent();
            judge(machine, healthySince, ours && machine.manageable() && machine.slowness.isZero(), HAState.Available,
                    policy -> patience(policy).plus(policy.releaseTimeout()).plus(policy.recoverWait()));
            judge(machine, deadSince, ours && !machine.running() && machine.bmc.sound(), HAState.Fenced,
                    policy -> outOfTheBlue(policy) ? policy.timeBudget().plus(LOOK)
                            : patience(policy).plus(policy.timeBudget()).plus(policy.degradedPeriod()));
        });
    }

    /** Whatever came last came when all was calm: nothing is left to be waited for, and the time budget is a promise. */
    private boolean outOfTheBlue(HAPolicy policy) {
        return troubledBefore.map(before -> troubled.since(before).compareTo(patience(policy)) > 0)
                .orElse(troubled.since(new MonotonicTime(0)).compareTo(start()) > 0);
    }

    private Duration start() {
        return world.settings().value(HASettings.HOLD_OFF).plus(world.settings().value(HASettings.MANAGER_TIMEOUT));
    }

    /** What may still be waited for from earlier trouble: a hold-off, a wall of a previous owner, a back-off, a storm. */
    private Duration patience(HAPolicy policy) {
        return start().plus(world.settings().value(HASettings.STORM_COOL_DOWN))
                .plus(policy.fenceTimeout().multipliedBy(2)).plus(policy.fenceRetryMax());
    }

    private void judge(Machine machine, Map<Long, MonotonicTime> since, boolean condition, HAState due,
            Function<HAPolicy, Duration> limit) {
        MonotonicTime now = world.physics().now();
        if (!condition || world.state(machine).equals(Optional.of(due))) {
            since.remove(machine.resource.id());
            return;
        }
        MonotonicTime begin = since.computeIfAbsent(machine.resource.id(), id -> now);
        if (now.since(begin).compareTo(limit.apply(world.policy(machine.resource))) > 0) {
            since.remove(machine.resource.id());
            world.auditor().offence(machine.resource.name(), "should be " + due + " for " + now.since(begin).toSeconds()
                    + " s by now: " + world.row(machine).map(row -> row.stored() + ", " + row.reason()).orElse("no row"));
        }
    }
}
