package org.hostha.ha.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.hostha.core.Bulkhead;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.ha.Explanation;
import org.hostha.ha.HAEngine.World;
import org.hostha.ha.HAState;
import org.hostha.ha.Stored;
import org.hostha.ha.decision.Decision;
import org.hostha.ha.decision.Effect;
import org.hostha.ha.decision.HACase;
import org.hostha.ha.decision.Input;
import org.hostha.ha.decision.Watch;
import org.hostha.ha.spi.HAStore;

/** Brings rows ({@link Scan}), cases ({@link Shard}) and guards ({@link Judge}) together. */
public final class Engine implements CaseRunner.Surroundings, AutoCloseable {

    private final World world;
    private final EventLoop timers;
    private final Directives directives = new Directives();
    private final List<Shard> shards;
    private final Hands hands;
    private final Judge judge;
    private final Scan scan;
    private final ReleaseWork releases;
    private volatile boolean closed;

    public Engine(World world) {
        this.world = world;
        this.timers = world.shards().get(0);
        this.hands = new Hands(world.settings(), timers, world.notifications());
        this.releases = new ReleaseWork(world, this::isFenced);
        this.judge = new Judge(world, directives, () -> runners().map(CaseRunner::current), this::tellHolds, this::refresh);
        this.shards = world.shards().stream().map(loop -> new Shard(world, loop, directives, judge::holds,
                (look, row, itsLoop, commits) -> new CaseRunner(look.resource(), look.provider(), row, itsLoop, commits, hands,
                        this, world.notifications()), judge::soon)).toList();
        this.scan = new Scan(world, directives, judge, this::shard);
    }

    public void start() {
        scan.start();
    }

    @Override
    public void close() {
        closed = true;
        scan.close();
        judge.close();
        shards.forEach(Shard::close);
    }

    public void refresh(Resource resource) {
        scan.look(resource);
    }

    public void refresh() {
        scan.look();
    }

    public Set<String> holds() {
        return judge.holds();
    }

    /** What each kind of work holds now, by its name. */
    public Map<String, Bulkhead.Load> loads() {
        Map<String, Bulkhead.Load> loads = hands.loads();
        loads.put("releases", releases.load());
        return loads;
    }

    public Optional<Explanation> explain(Resource resource) {
        return shard(resource.partition()).runner(resource.partition()).map(found -> explain(found, found.current()));
    }

    private Explanation explain(CaseRunner runner, HACase now) {
        MonotonicTime time = timers.now();
        List<Explanation.Finding> evidence = new ArrayList<>();
        now.watch().sightings().forEach((kind, sighting) -> evidence.add(new Explanation.Finding(
                kind.name().toLowerCase(Locale.ROOT), sighting.evidence(), time.since(sighting.at()))));
        Optional<String> next = now.nextTimer().map(timer -> timer.getKey().description() + " in "
                + Math.max(0, timer.getValue().since(time).toSeconds()) + " s");
        return new Explanation(now.stored(), now.reason(), OptionalLong.of(world.membership().self()), evidence,
                guards(runner.resource(), now.watch()), next, runner.provider().policy(runner.resource()));
    }

    private List<Explanation.Guard> guards(Resource resource, Watch watch) {
        List<Explanation.Guard> all = new ArrayList<>();
        all.add(new Explanation.Guard("switches", !watch.enabled(),
                watch.enabled() ? "on" : "HA is switched off for it, its cluster or its zone"));
        all.add(new Explanation.Guard("eligibility", !watch.eligibility().eligible(),
                watch.eligibility().reason().isEmpty() ? "eligible" : watch.eligibility().reason()));
        all.addAll(judge.explain(resource));
        return all;
    }

    private Stream<CaseRunner> runners() {
        return shards.stream().flatMap(shard -> shard.runners().stream());
    }

    private void tellHolds() {
        shards.forEach(Shard::tellHolds);
    }

    private Shard shard(Partition key) {
        return shards.get((int) Math.floorMod(key.id(), (long) shards.size()));
    }

    @Override
    public String cluster(Resource resource) {
        return world.directory().name(Partition.cluster(resource.clusterId()));
    }

    private boolean isFenced(Resource resource) {
        Optional<HAState> state = shard(resource.partition()).runner(resource.partition())
                .flatMap(runner -> runner.current().stored().state());
        return !closed && state.equals(Optional.of(HAState.Fenced));
    }

    @Override
    public HAStore.Commit commit(CaseRunner runner, Decision decision) {
        HACase before = runner.current();
        return new HAStore.Commit(runner.resource(), world.membership().self(), runner.epoch(), before.version(),
                before.stored().state(), decision.events(), decision.next().stored(), decision.next().reason(),
                decision.arming(), decision.opensRelease(),
                decision.arming() ? judge.permits(runner.resource()) : List.of());
    }

    @Override
    public Optional<String> hold(Resource resource) {
        return judge.sendingHold(resource);
    }

    @Override
    public Optional<String> armingHold(Resource resource) {
        return judge.armingHold(resource);
    }

    @Override
    public CompletableFuture<Input> release(CaseRunner runner, Effect.ReleaseVms effect) {
        return releases.release(runner.resource(), runner.epoch(), effect);
    }

    @Override
    public void enterMaintenance(Resource resource) {
        releases.enterMaintenance(resource);
    }

    @Override
    public void reload(CaseRunner runner, Duration delay) {
        shard(runner.resource().partition()).forget(runner);
        timers.schedule(delay, () -> refresh(runner.resource()));
    }

    @Override
    public void moved(CaseRunner runner, Optional<HAState> from) {
        Stored stored = runner.current().stored();
        if (!from.equals(stored.state()) && !directives.suspended(runner.resource())) {
            judge.moved(Scan.member(runner.resource(), runner.provider(), stored));
        }
    }
}
