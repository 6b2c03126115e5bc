package org.hostha.ha.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Bulkhead;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.ha.Directive;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Explanation;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HAEngine.World;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HARow;
import org.hostha.ha.HASettings;
import org.hostha.ha.HAState;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.Stored;
import org.hostha.ha.decision.Decision;
import org.hostha.ha.decision.Effect;
import org.hostha.ha.decision.HACase;
import org.hostha.ha.decision.Input;
import org.hostha.ha.decision.StormGuard;
import org.hostha.ha.decision.Watch;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.HAStore;
import org.hostha.ha.spi.Membership;

/** Brings rows, runners and guards together. */
public final class Engine implements CaseRunner.Surroundings, AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(Engine.class);

    /** What a look at the store and the provider said about a resource, ready to be taken to its shard. */
    private record Look(long number, Resource resource, HAProvider provider, HARow row, boolean enabled,
            Eligibility eligibility, boolean claimable) { }

    /** What takes longer is asked again: a release may be pursued as often as one likes. */
    private static final Duration RELEASE_DEADLINE = Duration.ofMinutes(1);
    private static final Duration JUDGE_PAUSE = Duration.ofMillis(200);
    private static final Duration COUNT_RETRY = Duration.ofSeconds(1);
    private static final Duration MEMBERSHIP_PAUSE = Duration.ofMillis(500);
    private static final int RELEASES_AT_ONCE = 100;
    private static final Duration MAINTENANCE_RETRY = Duration.ofSeconds(10);

    private final World world;
    private final Directives directives = new Directives();
    private final Bulkhead releases;
    private final Map<String, HAProvider> providers = new HashMap<>();
    private final List<Shard> shards = new ArrayList<>();
    private final EventLoop timers;
    private final Hands hands;
    private final Guards guards;
    private final HoldOff holdOff;
    private final AtomicLong looks = new AtomicLong();
    private final AtomicBoolean judgementDue = new AtomicBoolean();
    private volatile boolean closed;

    /** How many rows the last scan found that are to become cases. */
    private volatile int expected = Integer.MAX_VALUE;

    /** The view by which the last scan went; used on the engine's own loop only. */
    private Membership.View view;

    /** All resources have been counted at least once; used on the engine's own loop only. */
    private boolean counted;
    private EventLoop.Cancellable nextCount = () -> { };
    private boolean scanning;
    private boolean lookAgain;

    public Engine(World world) {
        this.world = world;
        this.timers = world.shards().get(0);
        this.hands = new Hands(world.settings(), timers, world.notifications());
        this.releases = new Bulkhead("releases", () -> RELEASES_AT_ONCE, () -> Integer.MAX_VALUE, timers);
        this.guards = new Guards(world.settings(), world.notifications());
        this.holdOff = new HoldOff(world.settings(), timers.now());
        world.providers().forEach(provider -> providers.put(provider.name().toLowerCase(Locale.ROOT), provider));
        this.view = world.membership().view();
        world.shards().forEach(loop -> shards.add(
                new Shard(loop, new CommitQueue(world.store(), world.blocking(), loop))));
    }

    public void start() {
        timers.execute(this::scan);
        timers.execute(this::watchMembership);
    }

    /** Who has come or gone changes who owns what: that does not wait for the next scan. */
    private void watchMembership() {
        if (closed) {
            return;
        }
        timers.schedule(MEMBERSHIP_PAUSE, this::watchMembership);
        Membership.View now = world.membership().view();
        if (!now.equals(view)) {
            LOG.info("managers that live: {}{}", now.live(), now.hold().map(hold -> "; held: " + hold).orElse(""));
            view = now;
            lookNow();
        }
    }

    @Override
    public void close() {
        closed = true;
        shards.forEach(shard -> shard.loop.execute(() -> {
            shard.runners.values().forEach(CaseRunner::close);
            shard.runners.clear();
        }));
    }

    public void refresh(Resource resource) {
        world.blocking().execute(() -> {
            try {
                look(looks.incrementAndGet(), world.store().row(resource).stream().toList(), new ArrayList<>());
            } catch (RuntimeException e) {
                LOG.error("{}: can't look at its row", resource, e);
            }
        });
    }

    public void refresh() {
        timers.execute(this::lookNow);
    }

    public Set<String> holds() {
        return guards.holds();
    }

    public Optional<Explanation> explain(Resource resource) {
        CaseRunner runner = shard(resource).runners.get(resource.partition());
        return Optional.ofNullable(runner).map(found -> explain(found, found.current()));
    }

    private Explanation explain(CaseRunner runner, HACase now) {
        MonotonicTime time = timers.now();
        List<Explanation.Finding> evidence = new ArrayList<>();
        now.watch().sightings().forEach((kind, sighting) -> evidence.add(new Explanation.Finding(
                kind.name().toLowerCase(Locale.ROOT), sighting.evidence(), time.since(sighting.at()))));
        Optional<String> next = now.nextTimer().map(timer -> timer.getKey().description() + " in "
                + Math.max(0, timer.getValue().since(time).toSeconds()) + " s");
        HAPolicy policy = runner.provider().policy(runner.resource());
        return new Explanation(now.stored(), now.reason(), OptionalLong.of(world.membership().self()), evidence,
                guards(runner.resource(), now.watch()), next, policy.timeBudget(), policy.fenceUnknownAfter());
    }

    private List<Explanation.Guard> guards(Resource resource, Watch watch) {
        List<Explanation.Guard> all = new ArrayList<>();
        all.add(new Explanation.Guard("switches", !watch.enabled(),
                watch.enabled() ? "on" : "HA is switched off for it, its cluster or its zone"));
        all.add(new Explanation.Guard("eligibility", !watch.eligibility().eligible(),
                watch.eligibility().reason().isEmpty() ? "eligible" : watch.eligibility().reason()));
        all.addAll(guards.explain(resource));
        all.add(directives.explain(resource));
        return all;
    }

    /** What each kind of work holds now, by its name. */
    public Map<String, Bulkhead.Load> loads() {
        Map<String, Bulkhead.Load> loads = hands.loads();
        loads.put("releases", releases.load());
        return loads;
    }

    private void scan() {
        if (closed) {
            return;
        }
        timers.schedule(world.settings().value(HASettings.SCAN_INTERVAL), this::scan);
        lookNow();
    }

    /** On the engine's own loop. A look under way began too early for whoever asks now. */
    private void lookNow() {
        if (scanning) {
            lookAgain = true;
            judgeSoon();
            return;
        }
        scanning = true;
        MonotonicTime began = timers.now();
        try {
            world.blocking().execute(() -> lookAtAll(began));
        } catch (RuntimeException e) {
            scanning = false;
            LOG.error("can't look at the HA rows, trying again at the next scan", e);
        }
    }

    private void lookedAtAll() {
        scanning = false;
        judgeSoon();
        if (lookAgain && !closed) {
            lookAgain = false;
            lookNow();
        }
    }

    private void lookAtAll(MonotonicTime began) {
        try {
            long number = looks.incrementAndGet();
            List<GuardRow> stored = world.store().guards();
            List<Guards.Member> members = new ArrayList<>();
            expected = look(number, world.store().rows(), members);
            timers.execute(() -> {
                guards.count(stored, members, began, timers.now());
                counted = true;
            });
        } catch (RuntimeException e) {
            LOG.error("can't look at the HA rows, trying again at the next scan", e);
        } finally {
            timers.execute(this::lookedAtAll);
        }
    }

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
    }

    private Shard shard(Partition key) {
        return shards.get((int) Math.floorMod(key.id(), (long) shards.size()));
    }

    @Override
    public HAStore.Commit commit(CaseRunner runner, Decision decision) {
        HACase before = runner.current();
        return new HAStore.Commit(runner.resource(), world.membership().self(), runner.epoch(), before.version(),
                before.stored().state(), decision.events(), decision.next().stored(), decision.next().reason(),
                decision.arming(), decision.opensRelease(),
                decision.arming() ? guards.permits(runner.resource()) : List.of());
    }

    @Override
    public Optional<String> hold(Resource resource) {
        return world.membership().view().hold().or(() -> directives.holds(resource).stream().findFirst());
    }

    @Override
    public Optional<String> armingHold(Resource resource) {
        return hold(resource).or(() -> guards.unjudged(resource));
    }

    @Override
    public CompletableFuture<Input> release(CaseRunner runner, Effect.ReleaseVms effect) {
        Resource resource = runner.resource();
        return releases.submit(() -> CompletableFuture
                        .supplyAsync(() -> world.store().release(resource, effect.releaseId()), world.blocking())
                        .thenCompose(record -> world.vmHA().release(record))
                        .thenApplyAsync(record -> saved(record, runner.epoch()), world.blocking()), RELEASE_DEADLINE)
                .handle((record, failure) -> {
                    if (failure != null) {
                        LOG.error("{}: release of its VMs is tried again", resource, Futures.cause(failure));
                    }
                    return new Input.ReleaseProgressed(effect.attempt(), effect.releaseId(),
                            failure == null && record.drained(), failure == null ? record.report() : "");
                });
    }

    private ReleaseRecord saved(ReleaseRecord record, long epoch) {
        if (!world.store().saveRelease(record, epoch)) {
            throw new IllegalStateException("it has another owner by now, who goes on with it");
        }
        return record;
    }

    @Override
    public void enterMaintenance(Resource resource) {
        world.vmHA().enterMaintenance(resource).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.error("{}: could not enter maintenance, trying again", resource, Futures.cause(failure));
                timers.schedule(MAINTENANCE_RETRY, () -> {
                    if (isFenced(resource)) {
                        enterMaintenance(resource);
                    }
                });
            }
        });
    }

    private boolean isFenced(Resource resource) {
        CaseRunner runner = shard(resource).runners.get(resource.partition());
        return !closed && runner != null && runner.current().stored().state().equals(Optional.of(HAState.Fenced));
    }

    @Override
    public void reload(CaseRunner runner, Duration delay) {
        shard(runner.resource()).runners.remove(runner.resource().partition(), runner);
        timers.schedule(delay, () -> refresh(runner.resource()));
    }

    @Override
    public void moved(CaseRunner runner, Optional<HAState> from) {
        Stored stored = runner.current().stored();
        if (!from.equals(stored.state()) && !directives.suspended(runner.resource())) {
            Guards.Member member = member(runner.resource(), runner.provider(), stored);
            timers.execute(() -> guards.moved(member, timers.now()));
            judgeSoon();
        }
    }
}
