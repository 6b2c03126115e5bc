package org.hostha.testkit.redfish;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One system behind a {@link FakeRedfish}: its power, its UUID, and what has reached it. */
public final class FakeMachine {

    private final String id;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private volatile String uuid;
    private boolean on = true;
    private boolean next = true;
    private long nextAt;

    FakeMachine(String id, String uuid) {
        this.id = id;
        this.uuid = uuid;
    }

    public String id() {
        return id;
    }

    public String uuid() {
        return uuid;
    }

    /** Another machine answers from now on, as after a board swap. */
    public void setUuid(String uuid) {
        this.uuid = uuid;
    }

    public synchronized boolean isOn() {
        settle();
        return on;
    }

    public synchronized void setOn(boolean on) {
        this.on = on;
        this.next = on;
    }

    /** ResetType values that were accepted, oldest first. */
    public List<String> commands() {
        return commands;
    }

    synchronized void reset(String type, Duration transition, boolean obey) {
        commands.add(type);
        if (!obey) {
            return;
        }
        settle();
        boolean wanted = switch (type) {
            case "On", "ForceOn" -> true;
            case "ForceOff", "GracefulShutdown" -> false;
            case "PushPowerButton" -> !on;
            default -> on;
        };
        next = wanted;
        nextAt = System.nanoTime() + transition.toNanos();
        settle();
    }

    synchronized String powerState() {
        settle();
        if (on == next) {
            return on ? "On" : "Off";
        }
        return next ? "PoweringOn" : "PoweringOff";
    }

    private void settle() {
        if (on != next && System.nanoTime() - nextAt >= 0) {
            on = next;
        }
    }
}
