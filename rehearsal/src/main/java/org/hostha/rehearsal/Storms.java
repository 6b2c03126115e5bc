package org.hostha.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HASettings;
import org.hostha.ha.HAState;
import org.hostha.ha.Stored;
import org.hostha.ha.decision.StormGuard;

/**
 * Storms, and permits for destructive work, counted over all managers from what was stored for each host: of each cluster,
 * and of all clusters together.
 */
final class Storms {

    private static final Set<HAState> UNSETTLED = EnumSet.of(HAState.Suspect, HAState.Checking, HAState.Recovering,
            HAState.Fencing);

    private record Level(int level, MonotonicTime since) { }

    private final EventLoop clock;
    private final Settings settings;
    private final Cloud cloud;
    private final Laws laws;
    private final Supplier<Duration> underWay;
    private final Map<Long, HAState> states = new HashMap<>();
    private final Set<Long> atWork = new HashSet<>();
    private final Map<Long, MonotonicTime> onsets = new HashMap<>();
    private final Set<Long> rough = new HashSet<>();
    private final Map<Long, MonotonicTime> roughAt = new HashMap<>();
    private final Map<Long, GuardRow> guards = new HashMap<>();
    private final Map<Long, List<Level>> levels = new HashMap<>();

    /** @param underWay what decisions under way at the time of a change may still take to be stored */
    Storms(EventLoop clock, Settings settings, Cloud cloud, Laws laws, Supplier<Duration> underWay) {
        this.clock = clock;
        this.settings = settings;
        this.cloud = cloud;
        this.laws = laws;
        this.underWay = underWay;
    }

    /** Managers begin to look, or time went on without them: how long their guards stay closed is their own affair. */
    void guardsMayDiffer() {
        onsets.clear();
        cloud.machines().forEach(machine -> scopes(machine.resource).forEach(scope -> roughAt.put(scope, clock.now())));
    }

    void guardStored(GuardRow guard) {
        guards.put(guard.scope(), guard);
        levels.computeIfAbsent(guard.scope(), scope -> new ArrayList<>()).add(new Level(guard.level(), clock.now()));
    }

    /** A state that was stored counts from now on. */
    void stored(Resource resource, Stored next) {
        next.state().ifPresent(state -> states.put(resource.id(), state));
        if (!next.destructive()) {
            atWork.remove(resource.id());
        }
        scopes(resource).forEach(this::judge);
    }

    void armed(Resource resource) {
        atWork.add(resource.id());
    }

    void removed(Resource resource) {
        states.remove(resource.id());
        atWork.remove(resource.id());
    }

    /** Why nothing destructive may be armed for the resource now, in words. */
    List<String> against(Resource resource) {
        return scopes(resource).flatMap(scope -> Stream.of(inStorm(scope), closed(scope), permitless(resource, scope)))
                .flatMap(Optional::stream).toList();
    }

    private Optional<String> inStorm(long scope) {
        return Optional.ofNullable(onsets.get(scope)).map(onset -> clock.now().since(onset))
                .filter(since -> since.compareTo(underWay.get()) > 0
                        && settings.value(HASettings.STORM_COOL_DOWN).minus(since).compareTo(underWay.get()) > 0)
                .map(since -> since.toSeconds() + " s into a storm of " + words(scope));
    }

    private Optional<String> closed(long scope) {
        return Optional.ofNullable(guards.get(scope)).filter(GuardRow::closed)
                .map(guard -> "although the storm guard of " + words(scope) + " is closed");
    }

    /** As many as would not be a storm, or as have been taken for what they are, may be worked upon at once. */
    private Optional<String> permitless(Resource resource, long scope) {
        List<Resource> all = members(scope);
        long others = all.stream().filter(one -> !one.equals(resource) && atWork.contains(one.id()) && !laws.suspended(one))
                .count();
        int permits = Math.max(StormGuard.limit(all.size(), settings.value(HASettings.STORM_SHARE)) - 1, level(scope));
        boolean known = laws.unchangedFor().compareTo(underWay.get()) > 0;
        return known && applies(scope) && others >= permits ? Optional.of("although " + others + " others of " + words(scope)
                + " are being worked upon, and there are " + permits + " permits") : Optional.empty();
    }

    /** The highest of late: a manager may not know the newest yet. */
    private int level(long scope) {
        List<Level> known = levels.getOrDefault(scope, new ArrayList<>());
        while (known.size() > 1 && clock.now().since(known.get(1).since()).compareTo(underWay.get()) > 0) {
            known.remove(0);
        }
        return known.stream().mapToInt(Level::level).max().orElse(0);
    }

    /** The only cluster there is has a guard of its own, and none besides. */
    private boolean applies(long scope) {
        return scope != GuardRow.ALL_CLUSTERS || cloud.machines().stream().map(machine -> machine.resource)
                .filter(one -> laws.switchedOn(one) && !laws.suspended(one)).map(Resource::clusterId).distinct().count() > 1;
    }

    /** Only what begins after a long calm, and lasts, is called a storm here: its first cool-down is beyond doubt. */
    private void judge(long scope) {
        List<Resource> members = members(scope).stream()
                .filter(one -> laws.switchedOn(one) && !laws.suspended(one)).toList();
        long suspects = members.stream().filter(one -> UNSETTLED.contains(states.get(one.id()))).count();
        MonotonicTime now = clock.now();
        if (rough.contains(scope)) {
            roughAt.put(scope, now);
        }
        if (!applies(scope) || suspects < StormGuard.limit(members.size(), settings.value(HASettings.STORM_SHARE))) {
            rough.remove(scope);
            onsets.computeIfPresent(scope, (id, onset) -> now.since(onset).compareTo(underWay.get()) < 0 ? null : onset);
        } else if (rough.add(scope)) {
            MonotonicTime last = roughAt.put(scope, now);
            Duration calm = settings.value(HASettings.STORM_COOL_DOWN).multipliedBy(2);
            if (last == null || now.since(last).compareTo(calm) > 0) {
                onsets.put(scope, now);
            }
        }
    }

    private List<Resource> members(long scope) {
        return scope == GuardRow.ALL_CLUSTERS ? cloud.machines().stream().map(machine -> machine.resource).toList()
                : cloud.within(Partition.cluster(scope));
    }

    private static Stream<Long> scopes(Resource resource) {
        return Stream.of(resource.clusterId(), GuardRow.ALL_CLUSTERS);
    }

    private static String words(long scope) {
        return GuardRow.unwritten(scope).where();
    }
}
