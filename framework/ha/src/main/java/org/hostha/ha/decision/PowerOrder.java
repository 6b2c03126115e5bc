package org.hostha.ha.decision;

import static org.hostha.ha.HAState.Fencing;
import static org.hostha.ha.HAState.Recovering;

import java.time.Duration;
import java.util.Optional;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAEvent;
import org.hostha.ha.Order;
import org.hostha.ha.Verdict;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/**
 * Takes a resource's power and proves it: Recovering and Fencing, and what was begun there and must be seen through after a
 * switch was turned. A force-off is followed by two readings of Off, each in a fresh session; only they open the release of
 * VMs. What has not been seen off is never released. {@link PowerCycle} gives the power back after a recovery.
 */
final class PowerOrder {

    private static final int PROOF = 2;
    private static final Duration VERIFY_PAUSE = Duration.ofSeconds(1);

    final Releasing releases;
    final PowerCycle cycle;
    private final Draft draft;

    PowerOrder(Draft draft) {
        this.draft = draft;
        this.releases = new Releasing(draft);
        this.cycle = new PowerCycle(draft, this);
    }

    Duration wall(Order.Kind kind) {
        return kind == Order.Kind.RECOVER ? draft.policy.recoverTimeout() : draft.policy.fenceTimeout();
    }


    /** Why no new order may be made now: guards, or a command of an order that a switch ended before it had returned. */
    Optional<String> held() {
        if (!draft.holds.isEmpty()) {
            return Optional.of(String.join(", ", draft.holds));
        }
        if (draft.isSet(Timer.RESUME)) {
            return Optional.of("what a previous owner may have sent can still arrive");
        }
        return draft.underWay(Task.COMMAND) ? Optional.of("an earlier power command has not returned") : Optional.empty();
    }

    void forceOff(Order.Kind kind) {
        if (kind == Order.Kind.RECOVER) {
            draft.recoveries++;
        } else {
            draft.fenceTries++;
        }
        armOff(kind);
    }

    void armOff(Order.Kind kind) {
        draft.stop(Timer.values());
        draft.forget(Task.POWER);
        draft.arm(new Order(draft.nextVersion(), kind, Order.Step.OFF));
        draft.verified = 0;
        draft.verifyUntil = Optional.empty();
        draft.run(new Effect.ForceOff(draft.begin(Task.COMMAND), kind, wall(kind)));
    }

    /** From Recovering: no (further) recovery is tried. */
    void fenceInstead() {
        draft.fire(HAEvent.RecoveryOperationThresholdExceeded);
        forceOff(Order.Kind.FENCE);
    }

    void readPower(boolean fresh) {
        draft.stop(Timer.POWER);
        if (!draft.underWay(Task.POWER)) {
            draft.run(new Effect.ReadPower(draft.begin(Task.POWER), fresh, draft.policy.powerTimeout()));
        }
    }

    void commandReturned(Input.CommandReturned returned) {
        draft.lastCommand = draft.newestAttempt();
        if (draft.atStep(Order.Step.ON)) {
            cycle.onReturned(returned);
        } else if (returned.accepted() || returned.mayHaveArrived()) {
            draft.verifyUntil = Optional.of(draft.now.plus(wall(kind())));
            draft.because("force-off " + (returned.accepted() ? "accepted" : "sent, without an answer") + " ("
                    + returned.answer() + "); not off until it is read twice");
            readPower(true);
        } else {
            offFailed(returned.answer());
        }
    }

    private Order.Kind kind() {
        return draft.order.map(Order::kind).orElse(Order.Kind.FENCE);
    }

    void power(PowerReading reading) {
        if (reading.state() == PowerState.Off) {
            draft.verified++;
            if (draft.verified == PROOF) {
                seenOff(reading);
            } else if (draft.verified < PROOF) {
                readPower(true);
            }
            return;
        }
        draft.verified = 0;
        if (!draft.atStep(Order.Step.OFF)) {
            return;
        }
        if (draft.verifyUntil.isPresent() && draft.now.reached(draft.verifyUntil.get())) {
            offFailed("force-off was sent, but the power still reads " + reading.state() + " (" + reading.detail() + ")");
        } else {
            draft.after(Timer.POWER, VERIFY_PAUSE);
        }
    }

    private void offFailed(String why) {
        draft.order = Optional.empty();
        draft.verifyUntil = Optional.empty();
        if (draft.is(Recovering) && draft.recoveries >= draft.policy.recoveryAttempts()) {
            draft.because("recovery failed: " + why);
            if (draft.holds.isEmpty()) {
                fenceInstead();
            } else {
                heldHalfWay(why);
                retryLater();
            }
            return;
        }
        if (draft.is(Recovering, Fencing) && !draft.holds.isEmpty()) {
            heldHalfWay(why);
        } else if (draft.is(Fencing) && !draft.alerted) {
            draft.alerted = true;
            draft.alert(draft.name() + " could not be fenced and stays Fencing",
                    "Its VMs are not released, because it was not seen off: " + why + ". Fencing is tried again until it "
                            + "succeeds; check its BMC. " + draft.seen());
        }
        draft.because("not seen off, VMs are kept: " + why);
        if (draft.is(Recovering, Fencing)) {
            retryLater();
        }
    }

    private void heldHalfWay(String why) {
        if (!draft.alerted) {
            draft.alerted = true;
            draft.alert(draft.name() + " is held half-way",
                    "It was being recovered or fenced (" + why + "). No power command is sent while it is held: "
                            + String.join(", ", draft.holds) + ". What VMs it has are not released until it is seen "
                            + "off, has returned, or is confirmed off.");
        }
    }

    /** What troubled it while it was held is over; what comes now is news. */
    void holdsChanged() {
        if (draft.is(Recovering, Fencing) && draft.holds.isEmpty()) {
            draft.alerted = false;
        }
    }

    private void retryLater() {
        int tries = draft.is(Recovering) ? draft.recoveries : draft.fenceTries;
        draft.after(Timer.COMMAND, draft.policy.fenceRetry(Math.max(1, tries)));
    }

    void retry() {
        if (!draft.is(Recovering, Fencing) || draft.order.isPresent()) {
            return;
        }
        if (!draft.holds.isEmpty()) {
            if (draft.verified < PROOF) {
                draft.because("held: " + String.join(", ", draft.holds));
            }
            retryLater();
        } else if (draft.is(Fencing)) {
            draft.fire(HAEvent.RetryFencing);
            draft.because("trying to fence it again, try " + (draft.fenceTries + 1));
            forceOff(Order.Kind.FENCE);
        } else if (draft.recoveries < draft.policy.recoveryAttempts()) {
            draft.fire(HAEvent.RetryRecovery);
            draft.because("trying to recover it again, try " + (draft.recoveries + 1));
            forceOff(Order.Kind.RECOVER);
        } else {
            draft.because("no further recovery is tried: it is fenced");
            fenceInstead();
        }
    }

    /** The store refused to arm. */
    void refused(String why) {
        if (draft.atStep(Order.Step.RELEASE)) {
            cycle.leftOff(why);
            draft.after(Timer.RELEASE, draft.policy.fenceRetry());
        } else {
            draft.order = Optional.empty();
            retryLater();
        }
    }

    /** Somebody has seen it off: that counts as much as two readings, and needs no BMC. */
    void confirmedOff(String words) {
        if (draft.is(Recovering)) {
            draft.fire(HAEvent.RecoveryOperationThresholdExceeded);
        }
        draft.forget(Task.COMMAND);
        draft.forget(Task.POWER);
        draft.stop(Timer.RETURN, Timer.RELEASE_TIMEOUT, Timer.RESUME);
        off(words);
    }

    private void seenOff(PowerReading reading) {
        String seen = "seen off twice in fresh sessions (" + reading.detail() + ")";
        if (draft.is(Recovering, Fencing) && draft.order.isEmpty()) {
            seenOffWhileHeld(seen);
        } else {
            off(seen);
        }
    }

    /** True while it waits for leave to be recovered or fenced: whether it is off can be seen without. */
    boolean onlyLooksOn() {
        return draft.is(Recovering, Fencing) && draft.order.isEmpty() && !draft.holds.isEmpty()
                && !draft.underWay(Task.COMMAND);
    }

    /** Its VMs are safe to be released; a force-off, without which nothing is Fenced, waits for leave. */
    private void seenOffWhileHeld(String seen) {
        draft.lastCommand = draft.newestAttempt();
        draft.openRelease();
        releases.pursue();
        draft.because(seen + " while it is held; its VMs are released, and it is fenced when nothing holds it any more");
        draft.alert(draft.name() + " is off, its VMs are released", "It was " + seen
                + " while no power command may be sent: " + String.join(", ", draft.holds));
    }

    private void off(String seen) {
        boolean first = draft.release.isEmpty();
        draft.lastCommand = draft.newestAttempt();
        if (first || draft.order.isPresent() || draft.is(Recovering, Fencing)) {
            draft.openRelease();
        }
        draft.verifyUntil = Optional.empty();
        draft.verified = 0;
        draft.offReadings = 0;
        draft.stop(Timer.POWER, Timer.COMMAND);
        releases.pursue();
        if (draft.is(Fencing)) {
            draft.fire(HAEvent.Fenced);
            draft.order = Optional.empty();
            draft.because(seen + "; fenced, its VMs are released");
            draft.run(new Effect.EnterMaintenance());
            draft.alert(draft.name() + " has been fenced",
                    "It was " + seen + ". Its VMs are restarted elsewhere. " + draft.seen());
        } else if (draft.is(Recovering)) {
            draft.order = draft.order.map(order -> order.at(Order.Step.RELEASE));
            draft.after(Timer.RELEASE_TIMEOUT, draft.policy.releaseTimeout());
            draft.because(seen + "; its VMs are released, then it is powered on");
        } else if (first) {
            draft.because(seen + " after HA was switched off for it; its VMs are released, it is left off");
            draft.alert(draft.name() + " is left off", "HA was switched off while it was being recovered or fenced. It was "
                    + seen + ", so its VMs are released; no power command is sent any more.");
        }
    }

    void health(Evidence evidence) {
        if (evidence.verdict() != Verdict.ALIVE || draft.isSet(Timer.RESUME)) {
            return;
        }
        if (draft.atStep(Order.Step.RETURN)) {
            cycle.recovered("back after its power cycle: " + evidence);
        } else if (!draft.atStep(Order.Step.RELEASE)) {
            returned(evidence.toString());
        }
    }

    void releaseProgressed(Input.ReleaseProgressed progress) {
        if (!releases.drained(progress)) {
            return;
        }
        if (draft.atStep(Order.Step.RELEASE)) {
            cycle.powerOn("its VMs are released: " + progress.report());
        } else if (!draft.is(Recovering, Fencing)) {
            draft.custody = false;
        }
    }

    /** True when a power command may have arrived after the health check of that attempt had been asked. */
    boolean mayHaveOvertaken(long attempt) {
        return attempt <= draft.lastCommand || draft.underWay(Task.COMMAND);
    }

    /** It lives, and nothing of ours is under way: leave it alone, and start over with what it is now. */
    void returned(String why) {
        draft.fire(HAEvent.Ineligible);
        end();
        draft.because("returned by itself, no power command is sent: " + why);
    }

    void end() {
        draft.order = Optional.empty();
        draft.custody = draft.release.isPresent();
        draft.verifyUntil = Optional.empty();
        draft.alerted = false;
        draft.forget(Task.POWER);
        draft.stop(Timer.POWER, Timer.COMMAND, Timer.RETURN, Timer.RELEASE_TIMEOUT);
    }

    void fenceUnlessHeld() {
        if (draft.holds.isEmpty()) {
            fenceInstead();
        } else {
            holdHalfWay(draft.reason());
        }
    }

    /** The order ends before it was seen off. It is looked on, and what is seen off is released, until nothing holds it. */
    void holdHalfWay(String why) {
        draft.order = Optional.empty();
        heldHalfWay(why);
        retryLater();
    }
}
