package org.hostha.ha.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.EventLoop;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.ha.Directive;
import org.hostha.ha.HAEngine.World;
import org.hostha.ha.HARow;
import org.hostha.ha.decision.Input;
import org.hostha.ha.decision.Watch;
import org.hostha.ha.spi.HAStore;

/**
 * One loop and the cases that live on it. Everything happens on the loop, except where it is said; which runners there
 * are may be read from anywhere.
 */
final class Shard {

    /** Makes the runner of a row that this manager has just claimed. */
    interface Runners {

        CaseRunner runner(Look look, HARow row, EventLoop loop, Batches<HAStore.Commit, HAStore.Answer> commits);
    }

    private static final Logger LOG = LogManager.getLogger(Shard.class);

    private final World world;
    private final EventLoop loop;
    private final Directives directives;
    private final Function<Resource, Set<String>> holds;
    private final Runners factory;
    private final Runnable grown;
    private final Batches<HAStore.Commit, HAStore.Answer> commits;
    private final Batches<HARow, Optional<HARow>> claims;
    private final Map<Partition, CaseRunner> runners = new ConcurrentHashMap<>();

    /** Number of the newest look at each row. */
    private final Map<Partition, Long> looks = new HashMap<>();

    /** The rows that are being claimed, each with the newest look at it since. */
    private final Map<Partition, Optional<Look>> claiming = new HashMap<>();
    private boolean closed;

    /**
     * @param holds the guards that are closed for a resource now, in words
     * @param grown told when there is a case more
     */
    Shard(World world, EventLoop loop, Directives directives, Function<Resource, Set<String>> holds, Runners factory,
            Runnable grown) {
        this.world = world;
        this.loop = loop;
        this.directives = directives;
        this.holds = holds;
        this.factory = factory;
        this.grown = grown;
        long self = world.membership().self();
        commits = new Batches<>(world.store()::commit, world.blocking(), loop);
        claims = new Batches<>(seen -> world.store().claim(seen, self), world.blocking(), loop);
    }

    /** From anywhere. */
    Optional<CaseRunner> runner(Partition resource) {
        return Optional.ofNullable(runners.get(resource));
    }

    /** From anywhere. */
    Collection<CaseRunner> runners() {
        return runners.values();
    }

    /** From anywhere: what is decided from now on is forgotten. */
    void close() {
        loop.execute(() -> {
            closed = true;
            runners.values().forEach(CaseRunner::close);
            runners.clear();
        });
    }

    /** From anywhere: it has no provider, or does not exist, any more. */
    void drop(Partition resource) {
        loop.execute(() -> runner(resource).ifPresent(gone -> {
            gone.close();
            runners.remove(resource);
        }));
    }

    /** From anywhere: the runner has closed itself. */
    void forget(CaseRunner runner) {
        runners.remove(runner.resource().partition(), runner);
    }

    /** From anywhere. */
    void take(Look look) {
        loop.execute(() -> taken(look));
    }

    private void taken(Look look) {
        Partition key = look.resource().partition();
        long newest = looks.merge(key, look.number(), Math::max);
        if (closed || newest > look.number()) {
            return;
        }
        CaseRunner runner = runners.get(key);
        if (runner != null && runner.provider() == look.provider() && !runner.isContradictedBy(look.row())) {
            tell(runner, look);
            return;
        }
        if (runner != null) {
            LOG.info("{}: its row was changed by someone else", look.resource());
            runner.close();
            runners.remove(key);
        }
        if (look.claimable()) {
            claim(look);
        }
    }

    private void claim(Look look) {
        Partition key = look.resource().partition();
        if (claiming.containsKey(key)) {
            claiming.put(key, Optional.of(look));
            return;
        }
        claiming.put(key, Optional.empty());
        claims.add(look.row(), (row, failure) -> claimed(look, row, failure));
    }

    private void tell(CaseRunner runner, Look look) {
        Watch watch = runner.current().watch();
        if (watch.enabled() != look.enabled()) {
            runner.take(new Input.SwitchTurned(look.enabled()));
        }
        if (!watch.eligibility().equals(look.eligibility())) {
            runner.take(new Input.EligibilityChanged(look.eligibility()));
        }
        directives.confirmation(look.resource()).ifPresent(confirmation -> confirmed(runner, confirmation));
        tellHolds(runner);
    }

    /** A confirmation stands until its host needs none, or was seen at work since: what it led to is stored by then. */
    private void confirmed(CaseRunner runner, Directive confirmation) {
        if (runner.current().stored().mayBeConfirmedOff() && !runner.contradicts(confirmation)) {
            runner.hear(confirmation);
        } else {
            runner.unhear();
            world.blocking().execute(() -> world.store().lift(confirmation.kind(), confirmation.where()));
        }
    }

    /** From anywhere: guards have opened or closed. In the order of their ids, so that the same happens each time. */
    void tellHolds() {
        loop.execute(() -> List.copyOf(runners.values()).stream()
                .sorted(Comparator.comparingLong(runner -> runner.resource().id())).forEach(this::tellHolds));
    }

    private void tellHolds(CaseRunner runner) {
        Set<String> now = holds.apply(runner.resource());
        if (!runner.current().watch().holds().equals(now)) {
            runner.take(new Input.HoldsChanged(now));
        }
    }

    private void claimed(Look look, Optional<HARow> row, Throwable failure) {
        Optional<Look> newer = claiming.remove(look.resource().partition());
        if (failure != null) {
            LOG.error("{}: can't claim its row, trying again at the next scan", look.resource(), failure);
        } else if (row.isPresent()) {
            adopt(newer.orElse(look), row.get());
        } else if (!closed) {
            newer.filter(again -> again.row().version() > look.row().version()).ifPresent(this::claim);
        }
    }

    private void adopt(Look look, HARow row) {
        CaseRunner present = runners.get(look.resource().partition());
        if (closed || present != null && present.epoch() >= row.epoch()) {
            return;
        }
        if (present != null) {
            present.close();
        }
        CaseRunner runner = factory.runner(look, row, loop, commits);
        runners.put(look.resource().partition(), runner);
        Duration interval = look.provider().policy(look.resource()).healthInterval();
        Duration first = Duration.ofNanos((long) (interval.toNanos() * world.random().nextDouble()));
        runner.take(new Input.OwnershipGained(look.enabled(), look.eligibility(), holds.apply(look.resource()), first));
        grown.run();
    }
}
