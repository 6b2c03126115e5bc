package org.hostha.cloudstack.plugin.release;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hostha.core.MonotonicTime;

/** What this process has done so far for one release record. A crash forgets it: then it is done again, which does no harm. */
final class HostRelease {

    /** VM HA alerts at every asking, and does not work faster for it. */
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration DISCONNECT_PAUSE = Duration.ofSeconds(10);

    /** What is not over by then is told. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final MonotonicTime begun;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final AtomicBoolean lateness = new AtomicBoolean();
    private boolean down;
    private Optional<MonotonicTime> disconnected = Optional.empty();
    private int scheduled;
    private Optional<MonotonicTime> last = Optional.empty();
    private boolean reported;

    HostRelease(MonotonicTime begun) {
        this.begun = begun;
    }

    /** True for one caller at a time, until it {@link #leaves()}: CloudStack's managers may let it wait for good. */
    boolean enters() {
        return underWay.compareAndSet(false, true);
    }

    void leaves() {
        underWay.set(false);
    }

    /** Whether a caller has entered and not left. */
    boolean isUnderWay() {
        return underWay.get();
    }

    /** True once, when it has taken too long. */
    boolean becomesLate(MonotonicTime now) {
        return now.reached(begun.plus(PATIENCE)) && lateness.compareAndSet(false, true);
    }

    /** Whether CloudStack has once had the host as Down since: one that is back after that is not disconnected again. */
    boolean wasDown() {
        return down;
    }

    void isDown() {
        down = true;
    }

    /** True when it is time to ask for it, for the first time or again. */
    boolean disconnects(MonotonicTime now) {
        boolean due = disconnected.map(then -> now.reached(then.plus(DISCONNECT_PAUSE))).orElse(true);
        if (due) {
            disconnected = Optional.of(now);
        }
        return due;
    }

    int scheduled() {
        return scheduled;
    }

    boolean maySchedule(MonotonicTime now) {
        return scheduled < VmRelease.ATTEMPTS && last.map(then -> now.reached(then.plus(PAUSE))).orElse(true);
    }

    void schedules(MonotonicTime now) {
        scheduled++;
        last = Optional.of(now);
    }

    /** The attempts count only when the last one has had its time. */
    int exhausted(MonotonicTime now) {
        return last.filter(then -> now.reached(then.plus(PAUSE))).isPresent() ? scheduled : 0;
    }

    /** True the first time. */
    boolean report() {
        boolean first = !reported;
        reported = true;
        return first;
    }
}
