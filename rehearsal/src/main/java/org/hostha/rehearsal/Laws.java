package org.hostha.rehearsal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.ha.Directive;

/** What admins want, in books of their own: the switches, and the directives that are in force. */
final class Laws {

    private record Laid(Directive directive, Optional<Instant> ends) { }

    private final Clock clock;
    private final EventLoop time;
    private final Map<Partition, Boolean> switches = new HashMap<>();
    private final List<Laid> laid = new ArrayList<>();
    private MonotonicTime changed = new MonotonicTime(0);

    /**
     * @param clock by which directives end
     * @param time that goes on, whatever clocks show
     */
    Laws(Clock clock, EventLoop time) {
        this.clock = clock;
        this.time = time;
    }

    /** For how long they have been what they are: managers may not have heard of what is newer. */
    Duration unchangedFor() {
        inForce();
        return time.now().since(changed);
    }

    void turned(Partition partition, boolean on) {
        changed = time.now();
        switches.put(partition, on);
    }

    boolean switchedOn(Resource resource) {
        return switches.getOrDefault(resource.partition(), true)
                && switches.getOrDefault(Partition.cluster(resource.clusterId()), true)
                && switches.getOrDefault(Partition.zone(resource.zoneId()), true);
    }

    void laid(Directive directive) {
        lifted(directive.kind(), directive.where());
        laid.add(new Laid(directive, directive.left().map(clock.instant()::plus)));
    }

    void lifted(Directive.Kind kind, Optional<Partition> where) {
        changed = time.now();
        laid.removeIf(one -> one.directive().kind() == kind && one.directive().where().equals(where));
    }

    private List<Directive> inForce() {
        if (laid.removeIf(one -> one.ends().filter(end -> !clock.instant().isBefore(end)).isPresent())) {
            changed = time.now();
        }
        return laid.stream().map(Laid::directive).toList();
    }

    /** Some directive ends by itself, sooner or later. */
    boolean timed() {
        return inForce().stream().anyMatch(directive -> directive.left().isPresent());
    }

    /** Why nothing that changes power may be armed for the resource, in words. */
    Optional<String> against(Resource resource) {
        if (!switchedOn(resource)) {
            return Optional.of("a kill switch is turned");
        }
        return inForce().stream().filter(one -> one.kind() != Directive.Kind.CONFIRM && one.covers(resource))
                .map(one -> "it is under " + one.kind()).findFirst();
    }

    /** Somebody's work on it is announced: that it is silent says nothing. */
    boolean suspended(Resource resource) {
        return inForce().stream().anyMatch(one -> one.kind() == Directive.Kind.SUSPEND && one.covers(resource));
    }

    boolean confirmedOff(Resource resource) {
        return inForce().stream().anyMatch(one -> one.kind() == Directive.Kind.CONFIRM && one.covers(resource));
    }
}
