package org.hostha.ha.decision;

import static org.hostha.ha.HAState.Available;
import static org.hostha.ha.HAState.Checking;
import static org.hostha.ha.HAState.Degraded;
import static org.hostha.ha.HAState.Suspect;

import java.time.Duration;
import java.util.Optional;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAEvent;
import org.hostha.ha.Order;
import org.hostha.ha.Verdict;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/**
 * Finds out whether a silent resource is dead: Available, Suspect, Checking, Degraded. Two roads lead to a verdict: rounds
 * of activity checks, and proof of power loss, which needs no round.
 */
final class Investigation {

    /** Health checks in a row that found out nothing before they count as a failed one. */
    private static final int UNKNOWN_HEALTH_LIMIT = 3;

    private final Draft draft;
    private final PowerOrder orders;

    Investigation(Draft draft, PowerOrder orders) {
        this.draft = draft;
        this.orders = orders;
    }

    void checkHealth() {
        if (!draft.underWay(Task.HEALTH)) {
            draft.run(new Effect.CheckHealth(draft.begin(Task.HEALTH), draft.policy.healthTimeout()));
        }
    }

    void health(Evidence evidence) {
        if (evidence.verdict() == Verdict.ALIVE) {
            alive(evidence);
        } else if (draft.is(Available)) {
            draft.unknownHealth = evidence.verdict() == Verdict.UNKNOWN ? draft.unknownHealth + 1 : 0;
            if (evidence.verdict() == Verdict.DEAD || draft.unknownHealth >= UNKNOWN_HEALTH_LIMIT) {
                draft.fire(HAEvent.HealthCheckFailed);
                draft.because("health check failed: " + evidence);
                begin();
            }
        }
    }

    private void alive(Evidence evidence) {
        if (draft.is(Checking)) {
            draft.fire(HAEvent.TooFewActivityCheckSamples);
        }
        if (draft.is(Suspect, Degraded)) {
            draft.fire(HAEvent.HealthCheckPassed);
            draft.because("healthy again: " + evidence);
        }
        rest();
        draft.activityChecks = 0;
        draft.activityFailures = 0;
        draft.recoveries = 0;
        draft.fenceTries = 0;
        if (!draft.isSet(Timer.RESUME)) {
            draft.custody = draft.release.isPresent();
        }
        draft.alerted = false;
    }

    /** Nothing under way in the investigation counts any more. */
    private void rest() {
        draft.forget(Task.ACTIVITY);
        draft.forget(Task.POWER);
        draft.stop(Timer.ACTIVITY, Timer.POWER, Timer.DEGRADED);
    }

    /** A suspect is looked at from both sides at once. */
    void begin() {
        draft.activityChecks = 0;
        draft.activityFailures = 0;
        activityDue();
        orders.readPower(false);
    }

    void activityDue() {
        if (draft.is(Suspect)) {
            draft.fire(HAEvent.PerformActivityCheck);
            if (draft.activityChecks > 0) {
                draft.because("looking for activity again, after " + draft.activityFailures + " of " + draft.activityChecks
                        + " rounds without any");
            }
            draft.run(new Effect.CheckActivity(draft.begin(Task.ACTIVITY), draft.policy.activityTimeout()));
        }
    }

    void activity(Evidence evidence) {
        if (!draft.is(Checking)) {
            return;
        }
        draft.atWork = evidence.verdict() == Verdict.ALIVE;
        if (draft.atWork) {
            draft.silentSince = Optional.of(draft.now);
            draft.offDoubted |= draft.offReadings > 0;
            draft.offReadings = 0;
        } else if (isProvenOff() && orders.held().isEmpty()) {
            lostItsPower(evidence.toString());
            return;
        }
        if (evidence.verdict() == Verdict.UNKNOWN) {
            nothingFound(evidence);
            return;
        }
        draft.activityChecks++;
        if (evidence.verdict() == Verdict.DEAD) {
            draft.activityFailures++;
        }
        String tally = draft.activityFailures + " of " + draft.activityChecks + " rounds without activity";
        if (draft.activityChecks < draft.policy.activityChecks()) {
            draft.because(tally + ", " + draft.policy.activityChecks() + " needed: " + evidence);
            again();
        } else if (evidence.verdict() == Verdict.DEAD
                && draft.activityFailures > draft.activityChecks * draft.policy.activityFailureRatio()) {
            dead(tally + ": " + evidence);
        } else {
            draft.fire(HAEvent.ActivityCheckFailureUnderThresholdRatio);
            draft.after(Timer.DEGRADED, draft.policy.degradedPeriod());
            draft.because("unmanageable, but its workloads are active (" + tally + "): " + evidence);
            if (draft.offDoubted && !draft.alerted) {
                draft.alerted = true;
                draft.alert(draft.name() + " is at work, but its BMC says Off", "Check whether the address of its BMC is "
                        + "another host's. " + draft.seen());
            }
        }
    }

    private void nothingFound(Evidence evidence) {
        Optional<Duration> limit = draft.policy.fenceUnknownAfter();
        Duration silent = draft.silentSince.map(draft.now::since).orElse(Duration.ZERO);
        if (limit.isPresent() && silent.compareTo(limit.get()) >= 0) {
            dead("nothing could be found out for " + silent.toSeconds() + " s, and the unknown policy says to fence: "
                    + evidence);
            return;
        }
        draft.because("nothing found out, waiting: " + evidence);
        if (!draft.alerted && draft.holds.isEmpty() && silent.compareTo(expectedVerdict()) >= 0) {
            draft.alerted = true;
            draft.alert(draft.name() + " is silent and can't be judged",
                    "It stays Suspect and its VMs are not touched until its activity or its power can be seen. " + draft.seen());
        }
        again();
    }

    /** When an investigation in which everything can be seen has ended: silence up to here is no trouble yet. */
    private Duration expectedVerdict() {
        return draft.policy.evidenceWindow().plus(draft.policy.activityTimeout().plus(draft.policy.activityInterval())
                .multipliedBy(draft.policy.activityChecks()));
    }

    private void again() {
        draft.fire(HAEvent.TooFewActivityCheckSamples);
        draft.after(Timer.ACTIVITY, draft.policy.activityInterval());
    }

    /** A guard is closed: the resource stays under investigation, and needs new evidence for a new verdict. */
    void hold(String why) {
        draft.activityChecks = 0;
        draft.activityFailures = 0;
        draft.because("held: " + why);
        again();
    }

    private void dead(String why) {
        Optional<String> held = orders.held();
        if (held.isPresent()) {
            hold(held.get() + "; would have acted: " + why);
            return;
        }
        boolean readsOff = draft.offReadings > 0;
        condemn();
        draft.because(readsOff ? why + "; its power already reads Off, so it is not switched on" : why);
        if (draft.recoveries < draft.policy.recoveryAttempts() && !readsOff) {
            orders.forceOff(Order.Kind.RECOVER);
        } else {
            orders.fenceInstead();
        }
    }

    /** Walks to Recovering: it is known to be dead, whatever was found out so far. */
    void condemnAs(String why) {
        walkToChecking();
        condemn();
        draft.because(why);
    }

    private void walkToChecking() {
        if (draft.is(Degraded)) {
            draft.fire(HAEvent.PeriodicRecheckResourceActivity);
            draft.stop(Timer.DEGRADED);
        }
        if (draft.is(Suspect)) {
            draft.fire(HAEvent.PerformActivityCheck);
        }
    }

    private void condemn() {
        draft.fire(HAEvent.ActivityCheckFailureOverThresholdRatio);
        draft.custody = true;
        draft.alerted = false;
        rest();
    }

    void power(PowerReading reading) {
        draft.offReadings = reading.state() == PowerState.Off ? draft.offReadings + 1 : 0;
        if (!isProvenOff()) {
            return;
        }
        if (!draft.atWork) {
            lostItsPower(reading.detail());
        } else if (draft.is(Degraded) && !draft.offDoubted) {
            lookAgain(draft.offReadings + " readings of Off");
        }
    }

    private boolean isProvenOff() {
        return draft.offReadings >= draft.policy.powerProofReadings();
    }

    /** Not of what was seen at work last: that is looked at once more, for its BMC may be wrong, or another host's. */
    private void lostItsPower(String detail) {
        String proof = draft.offReadings + " readings of Off and no sign of life: it has lost its power (" + detail + ")";
        Optional<String> held = orders.held();
        if (held.isEmpty()) {
            condemnAs(proof);
            orders.fenceInstead();
        } else if (draft.offReadings == draft.policy.powerProofReadings()) {
            walkToChecking();
            draft.forget(Task.ACTIVITY);
            hold(held.get() + "; would have acted: " + proof);
        } else {
            draft.because("seen off, held: " + held.get());
        }
    }

    /** Somebody, or its BMC, says that it is off, but it was seen at work: only a newer look can end that. */
    void lookAgain(String words) {
        if (draft.is(Degraded)) {
            draft.fire(HAEvent.PeriodicRecheckResourceActivity);
            draft.stop(Timer.DEGRADED);
            begin();
        }
        draft.because(words + ", but its workloads were seen at work; looking again");
    }

    void degradedPeriodOver() {
        if (draft.is(Degraded)) {
            draft.offDoubted = false;
            draft.fire(HAEvent.PeriodicRecheckResourceActivity);
            draft.because("degraded for " + draft.policy.degradedPeriod().toSeconds() + " s, looking again");
            begin();
        }
    }
}
