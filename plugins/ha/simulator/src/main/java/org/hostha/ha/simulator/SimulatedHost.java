package org.hostha.ha.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A host that exists as flags, power and a log. Thread-safe. */
final class SimulatedHost {

    /** As many as CloudStack keeps. */
    private static final int LOG_LENGTH = 100;

    private final SimulatorState state;
    private final Deque<SimulatorTransition> log = new ArrayDeque<>();
    private volatile boolean on = true;

    SimulatedHost(SimulatorState state) {
        this.state = state;
    }

    SimulatorState state() {
        return state;
    }

    boolean on() {
        return on;
    }

    void turn(boolean power) {
        on = power;
    }

    synchronized void log(SimulatorTransition transition) {
        if (log.size() == LOG_LENGTH) {
            log.removeFirst();
        }
        log.addLast(transition);
    }

    synchronized List<SimulatorTransition> transitions() {
        return List.copyOf(log);
    }
}
