package org.hostha.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.DecisionRecord;
import org.hostha.ha.Directive;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HARow;
import org.hostha.ha.HAState;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.Stored;
import org.hostha.ha.spi.HAStore;

/** Cases in memory, for tests and virtual time. What survives a crash of a manager here is this object. */
public final class MemoryHAStore implements HAStore {

    /** Versions that the decisions of a case go back. */
    private static final int HISTORY = 200;

    private record Laid(Directive directive, Optional<Instant> ends) { }

    private final Map<String, Laid> directives = new TreeMap<>();
    private final Clock clock;
    private final Function<Resource, List<ReleaseRecord.Vm>> vmsOn;
    private final Map<Partition, HARow> rows = new LinkedHashMap<>();
    private final Map<Partition, Boolean> switches = new HashMap<>();
    private final Map<Partition, ReleaseRecord> releases = new HashMap<>();
    private final Map<Partition, TreeMap<Long, DecisionRecord>> decisions = new HashMap<>();
    private final Map<Long, GuardRow> guards = new TreeMap<>();

    /** The cluster of each resource that is being recovered or fenced. */
    private final Map<Partition, Long> permits = new HashMap<>();

    /**
     * @param clock wall clock, for display
     * @param vmsOn the VMs that are on a resource; asked when a release is opened
     */
    public MemoryHAStore(Clock clock, Function<Resource, List<ReleaseRecord.Vm>> vmsOn) {
        this.clock = clock;
        this.vmsOn = vmsOn;
    }

    /** What an admin does who writes to the table by hand: the state changes, the version does not. */
    public synchronized void overwriteState(Resource resource, Optional<HAState> state) {
        rows.computeIfPresent(resource.partition(), (key, row) -> {
            Stored old = row.stored();
            return with(row, row.enabled(), row.provider(),
                    new Stored(state, old.activityChecks(), old.activityFailures(),
                    old.recoveries(), old.fenceTries(), old.custody(), old.order(), old.release()));
        });
    }

    @Override
    public synchronized List<HARow> rows() {
        return List.copyOf(rows.values());
    }

    @Override
    public synchronized Optional<HARow> row(Resource resource) {
        return Optional.ofNullable(rows.get(resource.partition()));
    }

    @Override
    public synchronized void configure(Resource resource, String provider) {
        rows.merge(resource.partition(),
                new HARow(resource.type(), resource.id(), false, provider, 0, OptionalLong.empty(),
                0, Stored.NEW, ""), (row, fresh) -> with(row, row.enabled(), provider, row.stored()));
    }

    @Override
    public synchronized void turnSwitch(Partition partition, boolean on) {
        switch (partition.type()) {
            case Zone, Cluster -> switches.put(partition, on);
            case Host, VM -> {
                HARow turned = rows.computeIfPresent(partition,
                        (key, row) -> with(row, on, row.provider(), row.stored()));
                if (turned == null) {
                    throw new IllegalArgumentException("HA is not configured for " + partition);
                }
            }
            case Pod -> throw new IllegalArgumentException("a pod has no HA switch");
        }
    }

    @Override
    public synchronized boolean switchedOn(Partition partition) {
        if (partition.type() != PartitionType.Zone && partition.type() != PartitionType.Cluster) {
            throw new IllegalArgumentException("only zones and clusters have a switch of this kind, not " + partition);
        }
        return switches.getOrDefault(partition, true);
    }

    @Override
    public synchronized Optional<HARow> claim(HARow seen, long owner) {
        Partition key = new Partition(seen.resourceType(), seen.resourceId());
        HARow row = rows.get(key);
        if (row == null || row.version() != seen.version()) {
            return Optional.empty();
        }
        HARow claimed = new HARow(row.resourceType(), row.resourceId(), row.enabled(), row.provider(),
                row.version() + 1, OptionalLong.of(owner), row.epoch() + 1, row.stored(), row.reason());
        rows.put(key, claimed);
        return Optional.of(claimed);
    }

    @Override
    public synchronized List<Answer> commit(List<Commit> commits) {
        List<Answer> answers = new ArrayList<>();
        for (Commit commit : commits) {
            Answer answer = judge(commit);
            if (answer instanceof Answer.StoredDurably) {
                store(commit);
            }
            answers.add(answer);
        }
        return answers;
    }

    @Override
    public synchronized ReleaseRecord release(Resource resource, long releaseId) {
        ReleaseRecord release = releases.get(resource.partition());
        return release != null && release.id() == releaseId ? release
                : new ReleaseRecord(resource, releaseId, List.of());
    }

    @Override
    public synchronized Optional<ReleaseRecord> lastRelease(Resource resource) {
        return Optional.ofNullable(releases.get(resource.partition())).filter(release -> !release.vms().isEmpty());
    }

    @Override
    public synchronized void retire(Resource resource) {
        permits.remove(resource.partition());
        rows.computeIfPresent(resource.partition(), (key, row) -> isRetired(row) ? row : new HARow(row.resourceType(),
                row.resourceId(), false, row.provider(), row.version() + 1, OptionalLong.empty(), row.epoch() + 1,
                Stored.NEW, "removed"));
    }

    private static boolean isRetired(HARow row) {
        return !row.enabled() && row.stored().equals(Stored.NEW) && row.owner().isEmpty();
    }

    @Override
    public synchronized boolean saveRelease(ReleaseRecord release, long epoch) {
        Partition key = release.resource().partition();
        if (!rows.containsKey(key) || rows.get(key).epoch() != epoch) {
            return false;
        }
        ReleaseRecord stored = release(release.resource(), release.id());
        Map<String, ReleaseRecord.Vm> news = new HashMap<>();
        release.vms().forEach(vm -> news.put(vm.uuid(), vm));
        List<ReleaseRecord.Vm> vms = stored.vms().stream().map(vm -> newer(vm, news.remove(vm.uuid()))).toList();
        if (!news.isEmpty()) {
            throw new IllegalStateException("defect: release " + release.id() + " of " + release.resource()
                    + " has no VM " + news.keySet());
        }
        releases.computeIfPresent(key, (same, newest) -> newest.id() == stored.id()
                ? new ReleaseRecord(stored.resource(), stored.id(), vms) : newest);
        return true;
    }

    @Override
    public synchronized List<GuardRow> guards() {
        return List.copyOf(guards.values());
    }

    @Override
    public synchronized boolean saveGuard(GuardRow guard) {
        if (guard(guard.scope()).version() + 1 != guard.version()) {
            return false;
        }
        guards.put(guard.scope(), guard);
        return true;
    }

    private GuardRow guard(long scope) {
        return guards.getOrDefault(scope, GuardRow.unwritten(scope));
    }

    @Override
    public synchronized List<DecisionRecord> decisions(Resource resource, long afterId, int limit) {
        return decisions.getOrDefault(resource.partition(), new TreeMap<>()).tailMap(afterId, false).values().stream()
                .limit(limit).toList();
    }

    private Answer judge(Commit commit) {
        Resource resource = commit.resource();
        HARow row = rows.get(resource.partition());
        if (row == null || row.version() != commit.version() || row.epoch() != commit.epoch()
                || !row.owner().equals(OptionalLong.of(commit.owner()))) {
            return new Answer.Lost();
        }
        if (commit.arming() && !row.enabled()) {
            return new Answer.Refused("HA is switched off for host " + resource);
        }
        if (commit.arming() && !switchedOn(Partition.zone(resource.zoneId()))) {
            return new Answer.Refused("HA is switched off for zone " + resource.zoneId());
        }
        if (commit.arming() && resource.clusterId() != 0 && !switchedOn(Partition.cluster(resource.clusterId()))) {
            return new Answer.Refused("HA is switched off for cluster " + resource.clusterId());
        }
        Optional<String> held = directives().stream().filter(Directive::holds).filter(one -> one.covers(resource))
                .map(Directive::words).findFirst().filter(words -> commit.arming());
        return held.or(() -> commit.permits().stream().flatMap(permit -> refusal(resource, permit).stream())
                .findFirst()).<Answer>map(Answer.Refused::new).orElseGet(Answer.StoredDurably::new);
    }

    @Override
    public synchronized List<Directive> directives() {
        directives.values().removeIf(laid -> laid.ends().filter(end -> !clock.instant().isBefore(end)).isPresent());
        return directives.values().stream().map(laid -> new Directive(laid.directive().kind(), laid.directive().where(),
                laid.ends().map(end -> Duration.between(clock.instant(), end)), laid.directive().by(),
                laid.directive().reason())).toList();
    }

    @Override
    public synchronized void lay(Directive directive) {
        directives.put(directive.kind() + " " + directive.where(),
                new Laid(directive, directive.left().map(clock.instant()::plus)));
    }

    @Override
    public synchronized boolean lift(Directive.Kind kind, Optional<Partition> where) {
        return directives.remove(kind + " " + where) != null;
    }

    private Optional<String> refusal(Resource resource, Permit permit) {
        GuardRow guard = guard(permit.scope());
        long taken = permits.entrySet().stream().filter(one -> !one.getKey().equals(resource.partition()))
                .filter(one -> permit.scope() == GuardRow.ALL_CLUSTERS || one.getValue() == permit.scope()).count();
        if (guard.closed()) {
            return Optional.of("the storm guard of " + guard.where() + " is closed");
        }
        return taken < permit.limit() ? Optional.empty() : Optional.of("all " + permit.limit()
                + " permits of the storm guard of " + guard.where() + " are taken");
    }

    private void store(Commit commit) {
        Partition key = commit.resource().partition();
        HARow row = rows.get(key);
        long version = row.version() + 1;
        if (!commit.next().destructive()) {
            permits.remove(key);
        } else if (commit.arming()) {
            permits.put(key, commit.resource().clusterId());
        }
        if (commit.opensRelease()) {
            releases.put(key, new ReleaseRecord(commit.resource(), commit.next().release().orElseThrow(),
                    vmsOn.apply(commit.resource())));
        }
        rows.put(key, new HARow(row.resourceType(), row.resourceId(), row.enabled(), row.provider(), version,
                row.owner(), row.epoch(), commit.next(), commit.reason()));
        TreeMap<Long, DecisionRecord> history = decisions.computeIfAbsent(key, k -> new TreeMap<>());
        history.put(version, new DecisionRecord(version, commit.resource().id(), version, commit.from(),
                commit.next().state(), List.copyOf(commit.events()), commit.reason(), clock.instant()));
        history.headMap(version - HISTORY, true).clear();
    }

    private static HARow with(HARow row, boolean enabled, String provider, Stored stored) {
        return new HARow(row.resourceType(), row.resourceId(), enabled, provider, row.version(), row.owner(),
                row.epoch(), stored, row.reason());
    }

    private static ReleaseRecord.Vm newer(ReleaseRecord.Vm stored, ReleaseRecord.Vm news) {
        boolean outdated = news == null || news.outcome() == ReleaseRecord.Outcome.PENDING
                && stored.outcome() != ReleaseRecord.Outcome.PENDING;
        return outdated ? stored : Objects.requireNonNull(news);
    }
}
