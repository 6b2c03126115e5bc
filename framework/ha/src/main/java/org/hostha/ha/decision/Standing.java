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

import java.time.Duration;
import java.util.Optional;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAEvent;
import org.hostha.ha.Order;
import org.hostha.ha.Verdict;

/**
 * Whether a resource is looked after at all: switches, eligibility, ownership, custody, and the return of what was fenced.
 */
final class Standing {

    private final Draft draft;
    private final Investigation investigation;
    private final PowerOrder orders;
    private final Inheritance inheritance;

    Standing(Draft draft, Investigation investigation, PowerOrder orders, Inheritance inheritance) {
        this.draft = draft;
        this.investigation = investigation;
        this.orders = orders;
        this.inheritance = inheritance;
    }

    /** Inherits conclusions, and looks again: no evidence and no deadline of a previous owner counts. */
    void ownershipGained(Input.OwnershipGained gained) {
        draft.enabled = gained.enabled();
        draft.eligibility = gained.eligibility();
        draft.holds = gained.holds();
        draft.after(Timer.HEALTH, gained.firstCheckIn());
        orders.releases.pursue();
        if (draft.is(Fenced) && draft.release.isPresent()) {
            draft.run(new Effect.EnterMaintenance());
        }
        if (draft.order.isPresent() && !draft.is(Recovering, Fencing)) {
            // Somebody has changed its state by hand. The order is not seen through, but what was sent may still arrive.
            draft.order = Optional.empty();
            draft.custody = true;
            inheritance.awaitPreviousOwner();
        }
        draft.order.ifPresent(inheritance::found);
        draft.atWork = draft.is(Degraded);
        if (draft.is(Checking)) {
            draft.fire(HAEvent.TooFewActivityCheckSamples);
            draft.because("looking again after a change of owner");
        }
        if (draft.is(Suspect)) {
            draft.activityChecks = 0;
            draft.activityFailures = 0;
            draft.silentSince = Optional.of(draft.now);
            draft.after(Timer.ACTIVITY, gained.firstCheckIn());
        } else if (draft.is(Degraded)) {
            draft.after(Timer.DEGRADED, draft.policy.degradedPeriod());
        } else if (draft.is(Recovered)) {
            draft.after(Timer.RECOVERED, draft.policy.healthInterval().multipliedBy(2));
        } else if (draft.is(Recovering, Fencing) && draft.order.isEmpty()) {
            draft.after(Timer.COMMAND, draft.policy.fenceRetry(1));
        }
        if (draft.custody && draft.is(Disabled, Ineligible, Available, Suspect, Degraded)) {
            inheritance.awaitPreviousOwner();
        }
    }

    /** Health of a resource that is neither investigated nor acted upon. */
    void health(Evidence evidence) {
        if (evidence.verdict() != Verdict.ALIVE || draft.isSet(Timer.RESUME)) {
            return;
        }
        if (draft.is(Fenced)) {
            draft.fire(HAEvent.HealthCheckPassed);
            draft.because("back after it was fenced: " + evidence);
        }
        if (!draft.is(Fenced)) {
            draft.custody = draft.release.isPresent();
            draft.verified = 0;
        }
    }

    /** Brings the state in line with switches and eligibility. */
    void settle() {
        if (!draft.enabled) {
            switchedOff();
        } else {
            switchedOn();
        }
    }

    private void switchedOff() {
        if (draft.is(Disabled) || draft.state.isEmpty() && !draft.enabled) {
            if (draft.state.isEmpty()) {
                draft.fire(HAEvent.Disabled);
            }
            return;
        }
        boolean halfDone = draft.is(Recovering, Fencing);
        boolean off = draft.order.map(Order::step).equals(Optional.of(Order.Step.RELEASE));
        draft.fire(HAEvent.Disabled);
        leave();
        draft.because(halfDone ? "HA was switched off while it was being recovered or fenced: no power command is sent any "
                + "more, its VMs are kept until it is seen off or alive" : "HA is switched off");
        if (halfDone && off) {
            draft.alert(draft.name() + " is left off", "HA was switched off for it between the off and the on of a power cycle. "
                    + "Its VMs are released; no power command is sent any more.");
        } else if (halfDone) {
            draft.alert(draft.name() + ": HA switched off half-way",
                    "It was being recovered or fenced. No power command is sent any more; its VMs are not released until it is "
                            + "seen off or has returned. " + draft.seen());
        }
    }

    private void switchedOn() {
        if (draft.state.isEmpty() || draft.is(Disabled)) {
            if (draft.eligibility.eligible() || draft.is(Disabled)) {
                draft.fire(HAEvent.Enabled);
                draft.because("HA is switched on");
            } else {
                draft.fire(HAEvent.Ineligible);
            }
            draft.after(Timer.HEALTH, Duration.ZERO);
        }
        if (draft.is(Ineligible)) {
            String before = draft.hasMoved() ? draft.reason() + "; " : "";
            if (draft.eligibility.eligible()) {
                draft.fire(HAEvent.Eligible);
                draft.because(before + "eligible"
                        + (draft.eligibility.reason().isEmpty() ? "" : " with " + draft.eligibility.reason()));
                draft.after(Timer.HEALTH, Duration.ZERO);
            } else {
                draft.because(before + "ineligible: " + draft.eligibility.reason());
            }
        } else if (!draft.eligibility.eligible() && draft.is(Available, Suspect, Checking, Degraded, Recovered)) {
            draft.fire(HAEvent.Ineligible);
            leave();
            draft.because("ineligible: " + draft.eligibility.reason());
        }
    }

    /** Nothing more is begun for it; what is under way may still end, and custody stays. */
    private void leave() {
        draft.order = Optional.empty();
        draft.activityChecks = 0;
        draft.activityFailures = 0;
        draft.recoveries = 0;
        draft.fenceTries = 0;
        draft.offReadings = 0;
        draft.verified = 0;
        draft.forget(Task.ACTIVITY);
        draft.forget(Task.POWER);
        draft.stop(Timer.ACTIVITY, Timer.DEGRADED, Timer.COMMAND, Timer.RETURN, Timer.RECOVERED, Timer.RELEASE_TIMEOUT,
                Timer.POWER);
    }
}
