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

<<<<<<< HEAD
    /**
     * Blocking: on a thread of the world's.
     *
     * @param number taken before the rows were read: an older look changes nothing that a newer one has said
     * @param members gets the resources that are switched on, whoever owns them
     * @return how many of the rows are this manager's to look after: those of resources that exist and have a provider
     */
    private int look(long number, List<HARow> rows, List<Guards.Member> members) {
        int found = 0;
        Membership.View now = world.membership().view();
        directives.learn(world.store().directives());
        Map<Partition, Boolean> switches = new HashMap<>();
        for (HARow row : rows) {
            try {
                found += look(number, row, switches, now, members) ? 1 : 0;
            } catch (RuntimeException e) {
                found++;
                LOG.error("{} {}: can't look at it, the others are", row.resourceType(), row.resourceId(), e);
            }
        }
        return found;
    }

    private boolean look(long number, HARow row, Map<Partition, Boolean> switches, Membership.View now,
            List<Guards.Member> members) {
        Partition key = new Partition(row.resourceType(), row.resourceId());
        Optional<Resource> resource = world.directory().find(key);
        HAProvider provider = providers.get(row.provider());
        if (resource.isEmpty() || provider == null) {
            drop(key);
            return false;
        }
        Resource known = resource.get();
        boolean enabled = row.enabled()
                && switches.computeIfAbsent(Partition.zone(known.zoneId()), world.store()::switchedOn)
                && switches.computeIfAbsent(Partition.cluster(known.clusterId()), world.store()::switchedOn);
        boolean claimable = Ownership.mayClaim(row, world.membership().self(), now);
        Look look = new Look(number, known, provider, row, enabled, provider.eligibility(known), claimable);
        Shard shard = shard(known);
        if (enabled && !directives.suspended(known)) {
            CaseRunner own = shard.runners.get(key);
            members.add(member(known, provider, own == null ? row.stored() : own.current().stored()));
        }
        shard.loop.execute(() -> take(shard, look));
        return claimable;
    }

    private static Guards.Member member(Resource resource, HAProvider provider, Stored stored) {
        boolean suspect = StormGuard.suspects(stored.state());
        return new Guards.Member(resource, suspect,
                suspect ? provider.policy(resource).healthInterval() : Duration.ZERO);
    }

    private void drop(Partition key) {
        Shard shard = shard(key);
        shard.loop.execute(() -> {
            CaseRunner gone = shard.runners.remove(key);
            if (gone != null) {
                gone.close();
            }
        });
    }

    private void take(Shard shard, Look look) {
        long newest = shard.looks.merge(look.resource().partition(), look.number(), Math::max);
        if (closed || newest > look.number()) {
            return;
        }
        CaseRunner runner = shard.runners.get(look.resource().partition());
        if (runner != null && runner.provider() == look.provider() && !runner.isContradictedBy(look.row())) {
            Watch watch = runner.current().watch();
            if (watch.enabled() != look.enabled()) {
                runner.take(new Input.SwitchTurned(look.enabled()));
            }
            if (!watch.eligibility().equals(look.eligibility())) {
                runner.take(new Input.EligibilityChanged(look.eligibility()));
            }
            directives.confirmation(look.resource()).ifPresent(confirmation -> confirmed(runner, confirmation));
            tellHolds(runner);
            return;
        }
        if (runner != null) {
            LOG.info("{}: its row was changed by someone else", look.resource());
            runner.close();
            shard.runners.remove(look.resource().partition());
        }
        if (look.claimable()) {
            world.blocking().execute(() -> claim(shard, look));
        }
    }

    /** A confirmation stands until its host needs none (any more): what it led to is stored by then. */
    private void confirmed(CaseRunner runner, Directive confirmation) {
        if (runner.current().stored().mayBeConfirmedOff()) {
            runner.take(new Input.OperatorConfirmed(confirmation.words()));
        } else {
            world.blocking().execute(() -> world.store().lift(confirmation.kind(), confirmation.where()));
        }
    }

    /** Blocking: on a thread of the world's. */
    private void claim(Shard shard, Look look) {
        if (closed) {
            return;
        }
        try {
            world.store().claim(look.row(), world.membership().self())
                    .ifPresent(row -> shard.loop.execute(() -> adopt(shard, look, row)));
        } catch (RuntimeException e) {
            LOG.error("{}: can't claim its row, trying again at the next scan", look.resource(), e);
        }
    }

    private void adopt(Shard shard, Look look, HARow row) {
        CaseRunner present = shard.runners.get(look.resource().partition());
        if (closed || present != null && present.epoch() >= row.epoch()) {
            return;
        }
        Duration interval = look.provider().policy(look.resource()).healthInterval();
        if (present != null) {
            present.close();
        }
        CaseRunner runner = new CaseRunner(look.resource(), look.provider(), row, shard.loop, shard.commits, hands, this,
                world.notifications());
        shard.runners.put(look.resource().partition(), runner);
        Duration first = Duration.ofNanos((long) (interval.toNanos() * world.random().nextDouble()));
        runner.take(new Input.OwnershipGained(look.enabled(), look.eligibility(), holds(look.resource()), first));
        judgeSoon();
    }

    @Override
    public String cluster(Resource resource) {
        return world.directory().name(Partition.cluster(resource.clusterId()));
    }

    /** One judgement serves all that moved in a moment. */
    private void judgeSoon() {
        if (judgementDue.compareAndSet(false, true)) {
            timers.schedule(JUDGE_PAUSE, this::judge);
        }
    }

    private void judge() {
        judgementDue.set(false);
        if (closed || !counted) {
            return;
        }
        MonotonicTime now = timers.now();
        Guards.Judgement judgement = guards.judge(heldOff(now), world.membership().view().hold(), now);
        judgement.toStore().forEach(this::save);
        nextCount.cancel();
        judgement.due().ifPresent(due -> nextCount = timers.schedule(
                now.reached(due) ? COUNT_RETRY : due.since(now), this::lookNow));
        if (judgement.changed()) {
            shards.forEach(shard -> shard.loop.execute(() -> List.copyOf(shard.runners.values()).stream()
                    .sorted(Comparator.comparingLong(runner -> runner.resource().id())).forEach(this::tellHolds)));
        }
    }

    private boolean heldOff(MonotonicTime now) {
        if (holdOff.isOver(now)) {
            return false;
        }
        List<HACase> cases = shards.stream().flatMap(shard -> shard.runners.values().stream())
                .map(CaseRunner::current).toList();
        return holdOff.holds(cases, cases.size() >= expected);
    }

    /** On the runner's shard. */
    private void tellHolds(CaseRunner runner) {
        Set<String> holds = holds(runner.resource());
        if (!runner.current().watch().holds().equals(holds)) {
            runner.take(new Input.HoldsChanged(holds));
        }
    }

    private Set<String> holds(Resource resource) {
        Set<String> holds = new LinkedHashSet<>(guards.holds(resource));
        holds.addAll(directives.holds(resource));
        return Collections.unmodifiableSet(holds);
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

    private Shard shard(Resource resource) {
        return shard(resource.partition());
=======
    private void tellHolds() {
        shards.forEach(Shard::tellHolds);
>>>>>>> main
    }

    private Shard shard(Partition key) {
        return shards.get((int) Math.floorMod(key.id(), (long) shards.size()));
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
