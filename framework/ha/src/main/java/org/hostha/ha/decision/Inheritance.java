package org.hostha.ha.decision;

import static org.hostha.ha.HAState.Fencing;

import java.time.Duration;
import org.hostha.ha.HAEvent;
import org.hostha.ha.Order;
import org.hostha.ha.Verdict;

/**
 * What a new owner does with the order of its predecessor, which may be dead, or only paused: it waits until nothing that was
 * sent can arrive any more, looks again, and arms anew.
 */
final class Inheritance {

    /** What a BMC may take to carry out what it has accepted. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final Draft draft;
    private final PowerOrder orders;

    Inheritance(Draft draft, PowerOrder orders) {
        this.draft = draft;
        this.orders = orders;
    }

    /** A switch was turned while an order was in force, and then the owner changed: what was sent is not known any more. */
    void awaitPreviousOwner() {
        Duration recover = orders.wall(Order.Kind.RECOVER);
        Duration fence = orders.wall(Order.Kind.FENCE);
        draft.after(Timer.RESUME, (recover.compareTo(fence) > 0 ? recover : fence).plus(SETTLE));
    }

    /** Its order was found: what it sent may still arrive until its wall and the BMC's settling have passed. */
    void found(Order order) {
        switch (order.step()) {
            case OFF, ON -> {
                Duration wait = orders.wall(order.kind()).plus(SETTLE);
                draft.after(Timer.RESUME, wait);
                draft.because("found the order of a previous owner; waiting " + wait.toSeconds()
                        + " s for whatever it may have sent");
            }
            case RELEASE -> draft.after(Timer.RELEASE_TIMEOUT, draft.policy.releaseTimeout());
            case RETURN -> draft.after(Timer.RETURN, draft.policy.recoverWait());
        }
    }

    void resume() {
        if (draft.order.isEmpty()) {
            return;
        }
        Order found = draft.order.get();
        if (draft.lastSeen(Task.HEALTH, Verdict.ALIVE)) {
            if (found.step() == Order.Step.ON) {
                orders.cycle.recovered("found alive after a power cycle that a previous owner began");
            } else {
                orders.returned("found alive after a change of owner");
            }
        } else if (!draft.holds.isEmpty()) {
            held(found.step());
        } else if (found.step() == Order.Step.ON) {
            orders.cycle.powerOn("looked again after a change of owner, still no sign of life");
        } else {
            draft.fire(draft.is(Fencing) ? HAEvent.RetryFencing : HAEvent.RetryRecovery);
            draft.because("looked again after a change of owner, still no sign of life: the order is armed anew");
            orders.armOff(found.kind());
        }
    }

    /** Nothing that was sent can arrive any more, and nothing may be sent: only what is Off already can be seen to be. */
    private void held(Order.Step found) {
        String held = String.join(", ", draft.holds);
        draft.because("looked again after a change of owner, still no sign of life; held: " + held);
        if (found == Order.Step.ON) {
            orders.cycle.leftOff(held);
            draft.after(Timer.RESUME, draft.policy.fenceRetry());
        } else {
            orders.holdHalfWay("a previous owner began it");
        }
    }
}
