package org.hostha.cloudstack.plugin.release;

import java.time.Duration;
import java.util.Optional;
import org.hostha.core.MonotonicTime;

/** What this process has done so far for one release record. A crash forgets it: then it is done again, which does no harm. */
final class HostRelease {

    /** VM HA alerts at every asking, and does not work faster for it. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private boolean down;
    private int scheduled;
    private Optional<MonotonicTime> last = Optional.empty();
    private boolean reported;

    /** Whether CloudStack has once had the host as Down since: one that is back after that is not disconnected again. */
    boolean wasDown() {
        return down;
    }

    void isDown() {
        down = true;
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
