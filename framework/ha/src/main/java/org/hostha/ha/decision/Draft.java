package org.hostha.ha.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.hostha.core.MonotonicTime;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HAState;
import org.hostha.ha.HAStateMachine;
import org.hostha.ha.Order;
import org.hostha.ha.Stored;
import org.hostha.ha.Verdict;

/** A case while it is being decided upon. Lives within one call of {@link DecisionCore#decide}. */
final class Draft {

    private static final int REASON_LENGTH = 1000;

    final HAPolicy policy;
    final MonotonicTime now;
    private final HACase before;

    Optional<HAState> state;
    int activityChecks;
    int activityFailures;
    int recoveries;
    int fenceTries;
    boolean custody;
    Optional<Order> order;
    OptionalLong release;

    boolean enabled;
    Eligibility eligibility;
    Set<String> holds;
    int unknownHealth;
    Optional<MonotonicTime> silentSince;
    int offReadings;
    boolean atWork;
    boolean offDoubted;
    boolean readsOn;
    int verified;
    Optional<MonotonicTime> verifyUntil;
    long lastCommand;
    boolean alerted;

    private long attempts;
    private final Map<Task, Watch.Sighting> sightings;
    private final Map<Task, Long> inFlight;
    private final Map<Timer, MonotonicTime> timers;
    private final List<HAEvent> events = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private boolean arming;
    private boolean opensRelease;
    private String reason;

    Draft(HACase current, HAPolicy policy, MonotonicTime now) {
        this.before = current;
        this.policy = policy;
        this.now = now;
        Stored stored = current.stored();
        state = stored.state();
        activityChecks = stored.activityChecks();
        activityFailures = stored.activityFailures();
        recoveries = stored.recoveries();
        fenceTries = stored.fenceTries();
        custody = stored.custody();
        order = stored.order();
        release = stored.release();
        Watch watch = current.watch();
        enabled = watch.enabled();
        eligibility = watch.eligibility();
        holds = watch.holds();
        unknownHealth = watch.unknownHealth();
        silentSince = watch.silentSince();
        offReadings = watch.offReadings();
        atWork = watch.atWork();
        offDoubted = watch.offDoubted();
        readsOn = watch.readsOn();
        verified = watch.verified();
        verifyUntil = watch.verifyUntil();
        lastCommand = watch.lastCommand();
        alerted = watch.alerted();
        attempts = watch.attempts();
        sightings = copy(Task.class, watch.sightings());
        inFlight = copy(Task.class, watch.inFlight());
        timers = copy(Timer.class, watch.timers());
        reason = current.reason();
    }

    Decision decision() {
        Stored stored = new Stored(state, activityChecks, activityFailures, recoveries, fenceTries, custody, order, release);
        boolean changed = arming || !events.isEmpty() || !stored.equals(before.stored());
        Watch watch = new Watch(enabled, eligibility, holds, sightings, unknownHealth, silentSince, offReadings, atWork,
                offDoubted, readsOn, verified, verifyUntil, lastCommand, alerted, attempts, inFlight, timers);
        HACase next = new HACase(before.resource(), changed ? nextVersion() : before.version(), stored, watch, reason);
        return new Decision(next, List.copyOf(events), List.copyOf(effects), arming, opensRelease);
    }

    boolean is(HAState... states) {
        return state.isPresent() && List.of(states).contains(state.get());
    }

    /** How far the order in force has come. */
    boolean atStep(Order.Step step) {
        return order.isPresent() && order.get().step() == step;
    }

    /** The version of the case if this decision is stored: what identifies the orders and releases that it makes. */
    long nextVersion() {
        return before.version() + 1;
    }

    String name() {
        return before.resource().name();
    }

    void fire(HAEvent event) {
        state = Optional.of(HAStateMachine.next(state, event));
        events.add(event);
    }

    /** An edge was walked in this decision already. */
    boolean hasMoved() {
        return !events.isEmpty();
    }

    String reason() {
        return reason;
    }

    void because(String why) {
        reason = why.length() <= REASON_LENGTH ? why : why.substring(0, REASON_LENGTH);
    }

    void run(Effect effect) {
        effects.add(effect);
    }

    void alert(String subject, String body) {
        run(new Effect.SendAlert(subject, body));
    }

    /** The armed command leaves only if the store agrees in the commit. */
    void arm(Order armed) {
        order = Optional.of(armed);
        arming = true;
    }

    /** Whatever is on the resource now is to be released; a record that is still open goes up in the new one. */
    void openRelease() {
        release = OptionalLong.of(nextVersion());
        opensRelease = true;
        forget(Task.RELEASE);
    }

    long begin(Task task) {
        attempts++;
        inFlight.put(task, attempts);
        return attempts;
    }

    long newestAttempt() {
        return attempts;
    }

    boolean underWay(Task task) {
        return inFlight.containsKey(task);
    }

    /** True when the answer is to the attempt under way, which ends with it. */
    boolean ends(Task task, long attempt) {
        return inFlight.remove(task, attempt);
    }

    /** Whatever answer still comes moves nothing. */
    void forget(Task task) {
        inFlight.remove(task);
    }

    void saw(Task kind, Evidence evidence) {
        sightings.put(kind, new Watch.Sighting(evidence, now));
    }

    boolean lastSeen(Task kind, Verdict verdict) {
        Watch.Sighting sighting = sightings.get(kind);
        return sighting != null && sighting.evidence().verdict() == verdict;
    }

    /** The power was read On, and not so long ago that it would have been read again if anybody had wanted to know. */
    boolean readsOnNow() {
        Watch.Sighting sighting = sightings.get(Task.POWER);
        return readsOn && sighting != null && now.since(sighting.at()).compareTo(policy.powerInterval().multipliedBy(2)) < 0;
    }

    /** The last evidence of each kind in words. */
    String seen() {
        StringBuilder text = new StringBuilder();
        sightings.forEach((kind, sighting) -> text.append(text.isEmpty() ? "" : "; ")
                .append(kind.name().toLowerCase(java.util.Locale.ROOT)).append(' ').append(sighting.evidence()));
        return text.toString();
    }

    void after(Timer timer, Duration delay) {
        timers.put(timer, now.plus(delay));
    }

    void stop(Timer... stopped) {
        for (Timer timer : stopped) {
            timers.remove(timer);
        }
    }

    boolean isSet(Timer timer) {
        return timers.containsKey(timer);
    }

    /** True when the timer is due, which ends it. */
    boolean isDue(Timer timer) {
        MonotonicTime due = timers.get(timer);
        return due != null && now.reached(due) && timers.remove(timer, due);
    }

    /** Nothing that is due stays due: it comes again after the delay. */
    void postponeDue(Duration delay) {
        timers.replaceAll((timer, due) -> now.reached(due) ? now.plus(delay) : due);
    }

    private static <K extends Enum<K>, V> Map<K, V> copy(Class<K> type, Map<K, V> from) {
        Map<K, V> copy = new EnumMap<>(type);
        copy.putAll(from);
        return copy;
    }
}
