package org.hostha.ha.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hostha.core.MonotonicTime;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HAState;
import org.hostha.ha.Stored;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/** Plays one case by hand: each step is an input, what it asked for is kept until it is answered. */
final class CaseStory {

    static final Resource HOST = new Resource(PartitionType.Host, 300, "uuid-300", "kvm-01", 1, 1, 1);

    private HAPolicy policy;
    private MonotonicTime now = new MonotonicTime(0);
    private HACase current;
    private final List<Effect> effects = new ArrayList<>();
    private final List<HAEvent> events = new ArrayList<>();
    private Decision last;

    CaseStory(HAPolicy policy, Stored stored) {
        this.policy = policy;
        this.current = HACase.found(HOST, 7, stored, "");
    }

    static HAPolicy policy(int recoveries) {
        return policy(recoveries, 0.7, Optional.empty());
    }

    static HAPolicy fencingUnknownAfter(long seconds) {
        return policy(1, 0.7, Optional.of(seconds(seconds)));
    }

    static HAPolicy deadAbove(double ratio) {
        return policy(1, ratio, Optional.empty());
    }

    private static HAPolicy policy(int recoveries, double failureRatio, Optional<Duration> fenceUnknownAfter) {
        return new HAPolicy(seconds(5), seconds(5), seconds(10), seconds(10), seconds(0), 3, failureRatio, seconds(300),
                recoveries, seconds(30), seconds(120), seconds(30), seconds(10), seconds(300), 3, seconds(5), seconds(5),
                seconds(60), fenceUnknownAfter, false);
    }

    static CaseStory available(int recoveries) {
        CaseStory story = new CaseStory(policy(recoveries), Stored.NEW);
        story.owned(true);
        story.health(Evidence.alive("agent", "answered"));
        return story;
    }

    static CaseStory found(Stored stored) {
        return found(stored, true);
    }

    static CaseStory found(Stored stored, boolean enabled) {
        CaseStory story = new CaseStory(policy(1), stored);
        story.owned(enabled);
        return story;
    }

    private void owned(boolean enabled) {
        give(new Input.OwnershipGained(enabled, Eligibility.ELIGIBLE, Set.of(), Duration.ZERO));
        pass(0);
    }

    static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    CaseStory with(HAPolicy changed) {
        policy = changed;
        return this;
    }

    CaseStory give(Input input) {
        last = DecisionCore.decide(current, input, policy, now);
        current = last.next();
        effects.addAll(last.effects());
        events.addAll(last.events());
        return this;
    }

    /** What the store refuses to arm did not happen. */
    CaseStory giveAndRefuse(Input input, String why) {
        Decision refused = DecisionCore.decide(current, input, policy, now);
        if (!refused.arming()) {
            throw new AssertionError("nothing was armed by " + input);
        }
        return give(new Input.ArmingRefused(why));
    }

    /** Lets time pass, one timer after the other. */
    CaseStory pass(long seconds) {
        return pass(seconds, input -> give(input));
    }

    /** Lets time pass; whatever it wants to arm is refused. */
    CaseStory passRefusing(long seconds, String why) {
        return pass(seconds, input -> {
            boolean arming = DecisionCore.decide(current, input, policy, now).arming();
            give(arming ? new Input.ArmingRefused(why) : input);
        });
    }

    private CaseStory pass(long seconds, Consumer<Input> then) {
        MonotonicTime end = now.plus(seconds(seconds));
        while (current.nextTimer().isPresent() && end.reached(current.nextTimer().get().getValue())) {
            MonotonicTime due = current.nextTimer().get().getValue();
            now = due.compareTo(now) > 0 ? due : now;
            then.accept(new Input.TimerDue());
        }
        now = end;
        return this;
    }

    CaseStory health(Evidence evidence) {
        return give(new Input.HealthReported(take(Effect.CheckHealth.class).attempt(), evidence));
    }

    CaseStory silent() {
        return health(Evidence.dead("agent", "no answer within 5 s"));
    }

    CaseStory activity(Evidence evidence) {
        return give(activityInput(evidence));
    }

    Input activityInput(Evidence evidence) {
        return new Input.ActivityReported(take(Effect.CheckActivity.class).attempt(), evidence);
    }

    CaseStory power(PowerState state) {
        return give(powerInput(state));
    }

    Input powerInput(PowerState state) {
        return new Input.PowerRead(take(Effect.ReadPower.class).attempt(),
                new PowerReading(state, Optional.empty(), "Chassis Power is " + state));
    }

    CaseStory offAccepted() {
        return give(new Input.CommandReturned(take(Effect.ForceOff.class).attempt(), true, true, "Down/Off"));
    }

    CaseStory offUnreachable() {
        return give(new Input.CommandReturned(take(Effect.ForceOff.class).attempt(), false, false, "BMC unreachable"));
    }

    CaseStory onAccepted() {
        return give(new Input.CommandReturned(take(Effect.PowerOn.class).attempt(), true, true, "Up/On"));
    }

    CaseStory drained() {
        Effect.ReleaseVms release = take(Effect.ReleaseVms.class);
        return give(new Input.ReleaseProgressed(release.attempt(), release.releaseId(), true, "5 queued"));
    }

    /** Three rounds without activity, from Checking to the verdict. */
    CaseStory threeDeadRounds() {
        Evidence dead = Evidence.dead("neighbours", "no disk moved");
        activity(dead).pass(10).activity(dead).pass(10);
        return activity(dead);
    }

    /** Removes and returns the newest effect of the kind. */
    <E extends Effect> E take(Class<E> kind) {
        for (int i = effects.size() - 1; i >= 0; i--) {
            if (kind.isInstance(effects.get(i))) {
                return kind.cast(effects.remove(i));
            }
        }
        throw new AssertionError("no " + kind.getSimpleName() + " asked for; state " + state() + ", " + current.reason());
    }

    boolean asked(Class<? extends Effect> kind) {
        return effects.stream().anyMatch(kind::isInstance);
    }

    long count(Class<? extends Effect> kind) {
        return effects.stream().filter(kind::isInstance).count();
    }

    HAState state() {
        return current.stored().state().orElseThrow();
    }

    Stored stored() {
        return current.stored();
    }

    String reason() {
        return current.reason();
    }

    Decision last() {
        return last;
    }

    HACase current() {
        return current;
    }

    MonotonicTime now() {
        return now;
    }

    HAPolicy policy() {
        return policy;
    }

    List<HAEvent> events() {
        return events;
    }
}
