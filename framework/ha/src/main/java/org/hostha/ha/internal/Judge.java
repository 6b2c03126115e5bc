package org.hostha.ha.internal;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Resource;
import org.hostha.ha.Explanation;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HAEngine.World;
import org.hostha.ha.decision.HACase;
import org.hostha.ha.spi.HAStore;

/**
 * Keeps the guards up to date with what moves, and says what they hold back. Judges on the engine's own loop; what holds may
 * be asked from anywhere.
 */
final class Judge {

    private static final Logger LOG = LogManager.getLogger(Judge.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration COUNT_RETRY = Duration.ofSeconds(1);

    private final World world;
    private final EventLoop timers;
    private final Directives directives;
    private final Supplier<Stream<HACase>> cases;
    private final Runnable changed;
    private final Runnable recount;
    private final Guards guards;
    private final HoldOff holdOff;
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile boolean closed;

    /** How many rows the last count found that are to become cases; none yet while it is negative. */
    private int expected = -1;
    private EventLoop.Cancellable nextCount = () -> { };

    /**
     * @param cases of this manager
     * @param changed told when a guard has opened or closed
     * @param recount counts all resources again
     */
    Judge(World world, Directives directives, Supplier<Stream<HACase>> cases, Runnable changed, Runnable recount) {
        this.world = world;
        this.timers = world.shards().get(0);
        this.directives = directives;
        this.cases = cases;
        this.changed = changed;
        this.recount = recount;
        this.guards = new Guards(world.settings(), world.notifications());
        this.holdOff = new HoldOff(world.settings(), timers.now());
    }

    void close() {
        closed = true;
    }

    /**
     * All resources were counted.
     *
     * @param stored the guards, read before the members
     * @param began when the reading began
     * @param own how many rows are this manager's to look after
     */
    void count(List<GuardRow> stored, List<Guards.Member> members, MonotonicTime began, int own) {
        guards.count(stored, members, began, timers.now());
        expected = own;
    }

    /** From anywhere: a resource has become suspect, or is no longer. */
    void moved(Guards.Member member) {
        timers.execute(() -> guards.moved(member, timers.now()));
        soon();
    }

    /** From anywhere: one judgement serves all that moved in a moment. */
    void soon() {
        if (due.compareAndSet(false, true)) {
            timers.schedule(PAUSE, this::judge);
        }
    }

    private void judge() {
        due.set(false);
        if (closed || expected < 0) {
            return;
        }
        MonotonicTime now = timers.now();
        Guards.Judgement judgement = guards.judge(heldOff(now), world.membership().view().hold(), now);
        judgement.toStore().forEach(this::save);
        nextCount.cancel();
        judgement.due().ifPresent(next -> nextCount = timers.schedule(
                now.reached(next) ? COUNT_RETRY : next.since(now), recount));
        if (judgement.changed()) {
            changed.run();
        }
    }

    private boolean heldOff(MonotonicTime now) {
        if (holdOff.isOver(now)) {
            return false;
        }
        List<HACase> own = cases.get().toList();
        return holdOff.holds(own, own.size() >= expected);
    }

    private void save(GuardRow row) {
        CompletableFuture.supplyAsync(() -> world.store().saveGuard(row), world.blocking())
                .whenComplete((saved, failure) -> timers.execute(() -> {
                    if (failure != null) {
                        LOG.error("storm guard of {} not stored, trying again", row.where(), Futures.cause(failure));
                    }
                    guards.saved(row, failure == null && saved);
                }));
    }

    /** What holds back everything destructive of this manager, in words. */
    Set<String> holds() {
        return guards.holds();
    }

    /** What holds back everything destructive from a resource, in words. */
    Set<String> holds(Resource resource) {
        Set<String> holds = new LinkedHashSet<>(guards.holds(resource));
        holds.addAll(directives.holds(resource));
        return Collections.unmodifiableSet(holds);
    }

    /** Why nothing may be sent to a resource at this moment, in words. */
    Optional<String> sendingHold(Resource resource) {
        return world.membership().view().hold().or(() -> directives.holds(resource).stream().findFirst());
    }

    /** Why nothing may be armed for a resource at this moment although its case knows of no guard that is closed. */
    Optional<String> armingHold(Resource resource) {
        return sendingHold(resource).or(() -> guards.unjudged(resource));
    }

    /** What an order for the resource needs. */
    List<HAStore.Permit> permits(Resource resource) {
        return guards.permits(resource);
    }

    /** Each guard that can hold the resource back, open or closed. */
    List<Explanation.Guard> explain(Resource resource) {
        return Stream.concat(guards.explain(resource).stream(), Stream.of(directives.explain(resource))).toList();
    }
}
