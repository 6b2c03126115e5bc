package org.hostha.ha.decision;

import static org.hostha.ha.HAState.Available;
import static org.hostha.ha.HAState.Checking;
import static org.hostha.ha.HAState.Degraded;
import static org.hostha.ha.HAState.Disabled;
import static org.hostha.ha.HAState.Fenced;
import static org.hostha.ha.HAState.Fencing;
import static org.hostha.ha.HAState.Ineligible;
import static org.hostha.ha.HAState.Recovered;
import static org.hostha.ha.HAState.Recovering;
import static org.hostha.ha.HAState.Suspect;

import java.util.Optional;
import org.hostha.core.MonotonicTime;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.Verdict;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/**
 * Decides what follows from an input. Reads as the rules do: {@link Investigation} finds out whether a resource is dead,
 * {@link PowerOrder} takes its power and proves it, {@link Standing} keeps switches, eligibility and custody in line.
 */
public final class DecisionCore {

    private final Draft draft;
    private final Investigation investigation;
    private final PowerOrder orders;
    private final Inheritance inheritance;
    private final Standing standing;

    private DecisionCore(Draft draft) {
        this.draft = draft;
        this.orders = new PowerOrder(draft);
        this.investigation = new Investigation(draft, orders);
        this.inheritance = new Inheritance(draft, orders);
        this.standing = new Standing(draft, investigation, orders, inheritance);
    }

    /** The whole of it: the same arguments give the same decision, always. */
    public static Decision decide(HACase current, Input input, HAPolicy policy, MonotonicTime now) {
        Draft draft = new Draft(current, policy, now);
        DecisionCore core = new DecisionCore(draft);
        core.take(input);
        core.standing.settle();
        core.tend();
        return draft.decision();
    }

    private void take(Input input) {
        if (input instanceof Input.HealthReported report) {
            health(report);
        } else if (input instanceof Input.ActivityReported report) {
            if (draft.ends(Task.ACTIVITY, report.attempt())) {
                draft.saw(Task.ACTIVITY, report.evidence());
                investigation.activity(report.evidence());
            }
        } else if (input instanceof Input.PowerRead read) {
            power(read);
        } else if (input instanceof Input.CommandReturned returned) {
            if (draft.ends(Task.COMMAND, returned.attempt())) {
                orders.commandReturned(returned);
            }
        } else if (input instanceof Input.ReleaseProgressed progress) {
            if (draft.ends(Task.RELEASE, progress.attempt())) {
                orders.releaseProgressed(progress);
            }
        } else if (input instanceof Input.TimerDue) {
            timers();
        } else if (input instanceof Input.OwnershipGained gained) {
            standing.ownershipGained(gained);
        } else if (input instanceof Input.SwitchTurned turned) {
            draft.enabled = turned.on();
        } else if (input instanceof Input.EligibilityChanged changed) {
            draft.eligibility = changed.eligibility();
        } else if (input instanceof Input.HoldsChanged changed) {
            draft.holds = changed.holds();
            orders.holdsChanged();
        } else if (input instanceof Input.OperatorConfirmed confirmed) {
            confirmed(confirmed.words());
        } else if (input instanceof Input.ArmingRefused refused) {
            armingRefused(refused.reason());
        }
    }

    private void health(Input.HealthReported report) {
        if (!draft.ends(Task.HEALTH, report.attempt())) {
            return;
        }
        Evidence evidence = report.evidence();
        if (evidence.verdict() == Verdict.ALIVE && orders.mayHaveOvertaken(report.attempt())) {
            return;
        }
        draft.saw(Task.HEALTH, evidence);
        if (evidence.verdict() == Verdict.ALIVE) {
            draft.unknownHealth = 0;
            draft.offReadings = 0;
            draft.atWork = false;
            draft.offDoubted = false;
            draft.silentSince = Optional.empty();
        } else if (draft.silentSince.isEmpty()) {
            draft.silentSince = Optional.of(draft.now);
        }
        if (draft.is(Recovering, Fencing)) {
            orders.health(evidence);
        } else if (draft.is(Available, Suspect, Checking, Degraded)) {
            investigation.health(evidence);
        } else {
            standing.health(evidence);
        }
    }

    private void power(Input.PowerRead read) {
        if (!draft.ends(Task.POWER, read.attempt())) {
            return;
        }
        PowerReading reading = read.reading();
        draft.readsOn = reading.state() == PowerState.On;
        draft.saw(Task.POWER, new Evidence(reading.state() == PowerState.Off ? Verdict.DEAD : Verdict.UNKNOWN, "BMC",
                "power " + reading.state() + " (" + reading.detail() + ")"));
        if (draft.is(Suspect, Checking, Degraded)) {
            investigation.power(reading);
        } else {
            orders.power(reading);
        }
    }

    /**
     * Means something only for what we would have to see off ourselves, not against what was last seen to be at work, and
     * not against a BMC that says On.
     */
    private void confirmed(String words) {
        if (draft.readsOnNow()) {
            draft.because(words + ", but its BMC says On: not believed");
            return;
        }
        if (draft.is(Suspect, Checking, Degraded) && draft.atWork) {
            investigation.lookAgain(words);
            return;
        }
        if (draft.is(Suspect, Checking, Degraded)) {
            investigation.condemnAs(words);
        }
        if (draft.is(Recovering, Fencing) || draft.custody && draft.is(Disabled, Ineligible)) {
            orders.confirmedOff(words);
        }
    }

    private void timers() {
        if (draft.isDue(Timer.HEALTH)) {
            investigation.checkHealth();
        }
        if (draft.isDue(Timer.POWER)) {
            orders.readPower(!draft.is(Suspect, Checking, Degraded));
        }
        if (draft.isDue(Timer.ACTIVITY)) {
            investigation.activityDue();
        }
        if (draft.isDue(Timer.DEGRADED)) {
            investigation.degradedPeriodOver();
        }
        if (draft.isDue(Timer.RECOVERED) && draft.is(Recovered)) {
            draft.fire(HAEvent.RecoveryWaitPeriodTimeout);
            draft.because("stayed alive after its recovery");
        }
        if (draft.isDue(Timer.RESUME)) {
            inheritance.resume();
        }
        if (draft.isDue(Timer.COMMAND)) {
            orders.retry();
        }
        if (draft.isDue(Timer.RETURN)) {
            orders.cycle.didNotReturn();
        }
        if (draft.isDue(Timer.RELEASE)) {
            orders.releases.pursue();
        }
        if (draft.isDue(Timer.RELEASE_TIMEOUT)) {
            orders.cycle.releaseTimedOut();
        }
    }

    /** The store refused to arm: nothing was sent. What led to the arming, such as the end of a command, has happened. */
    private void armingRefused(String reason) {
        draft.forget(Task.ACTIVITY);
        draft.forget(Task.POWER);
        draft.forget(Task.RELEASE);
        if (draft.underWay(Task.COMMAND)) {
            draft.forget(Task.COMMAND);
            draft.lastCommand = draft.newestAttempt();
        }
        draft.postponeDue(draft.policy.fenceRetry());
        if (draft.is(Checking)) {
            investigation.hold(reason);
        } else if (draft.is(Recovering, Fencing)) {
            orders.refused(reason);
        }
        draft.because("held: " + reason);
    }

    /** What a case in its state always does: whoever is looked after is asked, and nobody else is. */
    private void tend() {
        boolean lookedAfter = draft.custody || !(draft.state.isEmpty() || draft.is(Disabled, Ineligible));
        if (!lookedAfter) {
            draft.stop(Timer.HEALTH, Timer.POWER);
            return;
        }
        if (!draft.underWay(Task.HEALTH) && !draft.isSet(Timer.HEALTH)) {
            draft.after(Timer.HEALTH, draft.policy.healthInterval());
        }
        boolean powerMatters = draft.is(Suspect, Checking, Degraded) || orders.onlyLooksOn()
                || draft.custody && draft.is(Disabled, Ineligible) && !draft.isSet(Timer.RESUME);
        if (powerMatters && !draft.underWay(Task.POWER) && !draft.isSet(Timer.POWER)) {
            draft.after(Timer.POWER, draft.policy.powerInterval());
        }
        if (draft.is(Available, Recovered, Fenced)) {
            draft.stop(Timer.POWER);
        }
        orders.releases.keep();
    }
}
