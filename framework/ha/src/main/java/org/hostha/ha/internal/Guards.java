package org.hostha.ha.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.hostha.core.Alert;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Notifications;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.Explanation;
import org.hostha.ha.GuardRow;
import org.hostha.ha.spi.HAStore.Permit;

/**
 * The guards that hold back everything destructive: the hold-off after a start, a manager that must not act, and a storm
 * guard for each cluster. A judgement costs as much as there are clusters, not resources. Used on one loop; what it said
 * last ({@link #holds()}, {@link #holds(Resource)}, {@link #unjudged}, {@link #permits}) may be read from anywhere.
 */
final class Guards {

    /**
     * A resource that is switched on, whoever owns it.
     *
     * @param checkInterval between two checks of its health
     */
    record Member(Resource resource, boolean suspect, Duration checkInterval) { }

    /**
     * What follows from a judgement.
     *
     * @param changed somebody is held who was not, or the other way round
     * @param toStore {@link #saved} must follow for each
     * @param due when to count again although nothing has moved
     */
    record Judgement(boolean changed, List<GuardRow> toStore, Optional<MonotonicTime> due) { }

    /** What holds in one scope. */
    private record Ruling(boolean closed, int level, boolean unjudged, int permits) {

        boolean holdsAs(Ruling other) {
            return closed ? other != null && other.closed && level == other.level : other == null || !other.closed;
        }
    }

    private final Settings settings;
    private final Notifications notifications;
    private final Map<Long, Storm> storms = new TreeMap<>();
    private final Map<Long, Ruling> rulings = new ConcurrentHashMap<>();
    private volatile Set<String> everywhere = Set.of("guards not judged yet");

    Guards(Settings settings, Notifications notifications) {
        this.settings = settings;
        this.notifications = notifications;
    }

    /**
     * Counts anew, over all managers.
     *
     * @param rows read before the members
     * @param began when the reading began
     */
    void count(List<GuardRow> rows, List<Member> members, MonotonicTime began, MonotonicTime now) {
        storms.values().forEach(storm -> storm.reset(began));
        members.forEach(member -> scopes(member.resource()).forEach(scope -> storm(scope).add(member.resource())));
        storms.values().removeIf(Storm::empty);
        rows.forEach(row -> Optional.ofNullable(storms.get(row.scope())).ifPresent(storm -> storm.adopt(row, now)));
        if (storms.size() == 2 && !storms.get(GuardRow.ALL_CLUSTERS).closed()) {
            // The only cluster has a guard of its own: one trouble, one alert. What is closed stays so for its time.
            storms.remove(GuardRow.ALL_CLUSTERS);
        }
        rulings.keySet().retainAll(storms.keySet());
        members.stream().filter(Member::suspect).forEach(member -> moved(member, now));
    }

    /** A resource of this manager has become suspect, or is no longer. */
    void moved(Member member, MonotonicTime now) {
        for (long scope : scopes(member.resource())) {
            Storm storm = storms.get(scope);
            if (storm != null) {
                storm.moved(member, now);
                rulings.put(scope, ruling(storm));
            }
        }
    }

    /**
     * @param heldOff the start is held off
     * @param hold why this manager must not act at all
     */
    Judgement judge(boolean heldOff, Optional<String> hold, MonotonicTime now) {
        Set<String> holds = new LinkedHashSet<>();
        hold.ifPresent(holds::add);
        if (heldOff) {
            holds.add("hold-off after the manager's start");
        }
        boolean changed = !holds.equals(everywhere);
        everywhere = Collections.unmodifiableSet(holds);
        List<GuardRow> toStore = new ArrayList<>();
        for (Map.Entry<Long, Storm> entry : storms.entrySet()) {
            entry.getValue().judge(now).ifPresent(toStore::add);
            Ruling ruling = ruling(entry.getValue());
            changed |= !ruling.holdsAs(rulings.put(entry.getKey(), ruling));
        }
        return new Judgement(changed, toStore,
                storms.values().stream().flatMap(storm -> storm.due().stream()).min(MonotonicTime::compareTo));
    }

    /** The alert of a storm is sent by the manager whose write it was that closed the guard. */
    void saved(GuardRow row, boolean done) {
        Storm storm = storms.get(row.scope());
        if (storm == null) {
            return;
        }
        storm.saved(row, done);
        if (done && row.closed()) {
            boolean all = row.scope() == GuardRow.ALL_CLUSTERS;
            notifications.send(new Alert(Alert.Type.HA_ACTION, storm.any(),
                    "Storm guard closed: " + row.level() + " of " + storm.members() + " hosts of "
                            + (all ? "all clusters" : "a cluster") + " are suspect at once",
                    (all ? "Nothing" : "Nothing in the cluster of " + storm.any())
                            + " is recovered or fenced while it is closed. Look for a fault that they share: network, "
                            + "storage, management server."));
        }
    }

    /** The guards that are closed for all resources of this manager, in words. */
    Set<String> holds() {
        return everywhere;
    }

    /** The guards that are closed for a resource, in words. */
    Set<String> holds(Resource resource) {
        Set<String> holds = new LinkedHashSet<>(everywhere);
        for (long scope : scopes(resource)) {
            Ruling ruling = rulings.get(scope);
            if (ruling != null && ruling.closed()) {
                holds.add(words(scope, ruling));
            }
        }
        return Collections.unmodifiableSet(holds);
    }

    /** Each guard that can hold the resource back, open or closed. */
    List<Explanation.Guard> explain(Resource resource) {
        List<Explanation.Guard> guards = new ArrayList<>();
        guards.add(new Explanation.Guard("manager", !everywhere.isEmpty(),
                everywhere.isEmpty() ? "lives, and its start is over" : String.join(", ", everywhere)));
        for (long scope : scopes(resource)) {
            Optional.ofNullable(rulings.get(scope)).ifPresent(ruling -> guards.add(new Explanation.Guard(
                    "storm guard of " + (scope == GuardRow.ALL_CLUSTERS ? "all clusters" : "its cluster"),
                    ruling.closed(), ruling.closed() ? words(scope, ruling)
                    : "closes for more than " + ruling.permits() + " suspects at once")));
        }
        return guards;
    }

    private static String words(long scope, Ruling ruling) {
        return "storm guard (" + ruling.level() + " resources of "
                + (scope == GuardRow.ALL_CLUSTERS ? "all clusters" : "the cluster") + " suspect at once)";
    }

    /** Why nothing may be armed for a resource yet, although no guard is closed. */
    Optional<String> unjudged(Resource resource) {
        return !rulings.containsKey(resource.clusterId()) || rulings(resource).anyMatch(Ruling::unjudged)
                ? Optional.of("storm guard: it is not known yet who else is suspect") : Optional.empty();
    }

    /** What an order for the resource needs. */
    List<Permit> permits(Resource resource) {
        List<Permit> permits = new ArrayList<>();
        for (long scope : scopes(resource)) {
            Optional.ofNullable(rulings.get(scope))
                    .ifPresent(ruling -> permits.add(new Permit(scope, ruling.permits())));
        }
        return permits;
    }

    private Stream<Ruling> rulings(Resource resource) {
        return scopes(resource).stream().flatMap(scope -> Stream.ofNullable(rulings.get(scope)));
    }

    private static Ruling ruling(Storm storm) {
        return new Ruling(storm.closed(), storm.level(), storm.unjudged(), storm.permits());
    }

    private Storm storm(long scope) {
        return storms.computeIfAbsent(scope, id -> new Storm(id, settings));
    }

    private static List<Long> scopes(Resource resource) {
        return List.of(resource.clusterId(), GuardRow.ALL_CLUSTERS);
    }
}
