package org.hostha.testkit.bmc;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.hostha.oobm.PowerOperation;

/** A machine's power supply: obeys the last order after a delay, and remembers what it was told. */
final class FakePower {

    private record Change(long due, boolean on) { }

    private final Queue<Change> changes = new ArrayDeque<>();
    private final List<PowerOperation> orders = new ArrayList<>();
    private boolean on = true;
    private Duration delay = Duration.ZERO;
    private Duration offTimeOfCycle = Duration.ofSeconds(1);

    synchronized void delays(Duration beforeChange, Duration offTime) {
        delay = beforeChange;
        offTimeOfCycle = offTime;
    }

    synchronized void set(boolean isOn) {
        changes.clear();
        on = isOn;
    }

    synchronized boolean isOn() {
        long now = System.nanoTime();
        while (!changes.isEmpty() && changes.peek().due() - now <= 0) {
            on = changes.remove().on();
        }
        return on;
    }

    synchronized void obey(PowerOperation order) {
        orders.add(order);
        if (order != PowerOperation.RESET) {
            isOn();
            changes.clear();
        }
        long due = System.nanoTime() + delay.toNanos();
        switch (order) {
            case ON -> changes.add(new Change(due, true));
            case OFF, SOFT -> changes.add(new Change(due, false));
            case CYCLE -> {
                changes.add(new Change(due, false));
                changes.add(new Change(due + offTimeOfCycle.toNanos(), true));
            }
            default -> { }
        }
    }

    synchronized List<PowerOperation> orders() {
        return List.copyOf(orders);
    }
}
