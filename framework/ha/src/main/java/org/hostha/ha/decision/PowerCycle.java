package org.hostha.ha.decision;

import java.time.Duration;
import org.hostha.ha.HAEvent;
import org.hostha.ha.Order;

/** What follows the off of a recovery: the release of the VMs, power on, and the resource's return. */
final class PowerCycle {

    private final Draft draft;
    private final PowerOrder orders;

    PowerCycle(Draft draft, PowerOrder orders) {
        this.draft = draft;
        this.orders = orders;
    }

    void releaseTimedOut() {
        if (draft.atStep(Order.Step.RELEASE)) {
            powerOn(draft.release.isEmpty() ? "its VMs are released" : "its VMs are not all released after "
                    + draft.policy.releaseTimeout().toSeconds() + " s, their release goes on");
        }
    }

    void powerOn(String why) {
        if (!draft.holds.isEmpty()) {
            String held = String.join(", ", draft.holds);
            draft.because("left off, held: " + held);
            leftOff(held);
            draft.after(Timer.RELEASE_TIMEOUT, draft.policy.fenceRetry());
            return;
        }
        draft.stop(Timer.RELEASE_TIMEOUT);
        draft.because(why + "; it is powered on");
        draft.arm(new Order(draft.nextVersion(), Order.Kind.RECOVER, Order.Step.ON));
        draft.run(new Effect.PowerOn(draft.begin(Task.COMMAND), Order.Kind.RECOVER, draft.policy.recoverTimeout()));
    }

    void leftOff(String why) {
        if (!draft.alerted) {
            draft.alerted = true;
            draft.alert(draft.name() + " is left off", "It was powered off to recover it; power-on is held: " + why);
        }
    }

    void onReturned(Input.CommandReturned returned) {
        if (!returned.accepted() && !returned.mayHaveArrived()) {
            draft.because("power-on failed: " + returned.answer());
            orders.fenceUnlessHeld();
            return;
        }
        draft.order = draft.order.map(order -> order.at(Order.Step.RETURN));
        draft.after(Timer.RETURN, draft.policy.recoverWait());
        draft.after(Timer.HEALTH, Duration.ZERO);
        draft.forget(Task.HEALTH);
        draft.because("powered on (" + returned.answer() + "), waiting for its return");
        if (draft.policy.trustRecoveryReport()) {
            recovered("recovery reported done");
        }
    }

    void recovered(String why) {
        draft.fire(HAEvent.Recovered);
        orders.end();
        draft.because(why);
        draft.after(Timer.RECOVERED, draft.policy.trustRecoveryReport() ? draft.policy.recoverWait()
                : draft.policy.healthInterval().multipliedBy(2));
    }

    void didNotReturn() {
        if (draft.atStep(Order.Step.RETURN)) {
            draft.because("did not come back within " + draft.policy.recoverWait().toSeconds() + " s of its power cycle");
            orders.fenceUnlessHeld();
        }
    }
}
