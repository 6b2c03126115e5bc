package org.hostha.ha.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hostha.core.Alert;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.Settings;
import org.hostha.ha.HASettings;
import org.hostha.ha.HAState;
import org.hostha.ha.Verdict;
import org.hostha.ha.decision.HACase;
import org.hostha.ha.decision.StormGuard;
import org.hostha.ha.decision.Task;
import org.hostha.ha.decision.Watch;

/**
 * The guards that hold back everything destructive: the hold-off after a start, and a storm guard for each cluster. Used by
 * one thread at a time.
 */
final class Guards {

    /** Stands for all clusters together, where ids of clusters are positive. */
    private static final long ALL_CLUSTERS = -1;

    private static final Set<HAState> SETTLED = Set.of(HAState.Available, HAState.Degraded, HAState.Recovered, HAState.Fenced,
            HAState.Disabled, HAState.Ineligible);

    private final Settings settings;
    private final Notifications notifications;
    private final MonotonicTime started;
    private final Map<Long, StormGuard> storms = new HashMap<>();

    /** Who has shown a sign of life since the start. */
    private final Set<Partition> answered = new HashSet<>();
    private boolean holdOff = true;

    Guards(Settings settings, Notifications notifications, MonotonicTime started) {
        this.settings = settings;
        this.notifications = notifications;
        this.started = started;
    }

    /**
     * The guards that are closed for each case, in words, in the order of the cases.
     *
     * @param cases all cases of this manager
     * @param complete true when every row that is this manager's has become a case: an empty set never means all
     * @param hold why this manager must not act at all
     */
    List<Set<String>> judge(List<HACase> cases, boolean complete, Optional<String> hold, MonotonicTime now) {
        judgeHoldOff(cases, complete, now);
        Map<Long, List<HACase>> clusters = new TreeMap<>();
        for (HACase one : cases) {
            if (one.watch().enabled()) {
                clusters.computeIfAbsent(one.resource().clusterId(), id -> new ArrayList<>()).add(one);
                clusters.computeIfAbsent(ALL_CLUSTERS, id -> new ArrayList<>()).add(one);
            }
        }
        if (clusters.size() == 2) {
            // The only cluster has a guard of its own: one trouble, one alert.
            clusters.remove(ALL_CLUSTERS);
        }
        storms.keySet().retainAll(clusters.keySet());
        clusters.forEach((cluster, members) -> judgeStorm(cluster, members, now));
        return cases.stream().map(one -> holds(one, hold)).toList();
    }

    private Set<String> holds(HACase one, Optional<String> hold) {
        Set<String> holds = new LinkedHashSet<>();
        hold.ifPresent(holds::add);
        if (holdOff) {
            holds.add("hold-off after the manager's start");
        }
        StormGuard storm = storms.getOrDefault(one.resource().clusterId(), StormGuard.OPEN);
        if (storm.closed()) {
            holds.add("storm guard (" + storm.level() + " resources of the cluster suspect at once)");
        }
        StormGuard everywhere = storms.getOrDefault(ALL_CLUSTERS, StormGuard.OPEN);
        if (everywhere.closed()) {
            holds.add("storm guard (" + everywhere.level() + " resources of all clusters suspect at once)");
        }
        return Collections.unmodifiableSet(holds);
    }

    /** Judged anew each time: what is switched on within the bound is waited for as what was on from the start. */
    private void judgeHoldOff(Collection<HACase> cases, boolean complete, MonotonicTime now) {
        cases.stream().filter(Guards::answers).forEach(one -> answered.add(one.resource().partition()));
        boolean everybodyAnswered = complete && cases.stream().allMatch(this::settled);
        holdOff = !everybodyAnswered && !now.reached(started.plus(settings.value(HASettings.HOLD_OFF)));
    }

    /** A case that has not taken its first decision yet knows nothing, not even whether it is switched on. */
    private boolean settled(HACase one) {
        return !one.watch().equals(Watch.NOTHING)
                && (!one.watch().enabled() || answered.contains(one.resource().partition()));
    }

    private static boolean answers(HACase one) {
        Watch.Sighting health = one.watch().sightings().get(Task.HEALTH);
        return health != null && health.evidence().verdict() == Verdict.ALIVE;
    }

    private void judgeStorm(long cluster, List<HACase> members, MonotonicTime now) {
        HACase any = members.get(0);
        long suspects = members.stream().filter(one -> isSuspect(one.stored().state())).count();
        StormGuard before = storms.getOrDefault(cluster, StormGuard.OPEN);
        boolean all = cluster == ALL_CLUSTERS;
        StormGuard after = before.judge(members.size(), (int) suspects,
                all ? settings.value(HASettings.STORM_SHARE) : settings.value(HASettings.STORM_SHARE, any.resource()),
                all ? settings.value(HASettings.STORM_COOL_DOWN) : settings.value(HASettings.STORM_COOL_DOWN, any.resource()),
                now);
        storms.put(cluster, after);
        if (after.closed() && !before.closed()) {
            notifications.send(new Alert(Alert.Type.HA_ACTION, any.resource(),
                    "Storm guard closed: " + suspects + " of " + members.size() + " hosts of "
                            + (all ? "all clusters" : "a cluster") + " are suspect at once",
                    (all ? "Nothing" : "Nothing in the cluster of " + any.resource())
                            + " is recovered or fenced while it is closed. Look for a fault that they share: network, "
                            + "storage, management server."));
        }
    }

    private static boolean isSuspect(Optional<HAState> state) {
        return state.isPresent() && !SETTLED.contains(state.get());
    }
}
