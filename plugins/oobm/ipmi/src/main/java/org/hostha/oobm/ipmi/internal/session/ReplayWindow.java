package org.hostha.oobm.ipmi.internal.session;

/**
 * Which of the BMC's sequence numbers have been seen: none is accepted twice, none far from the last (IPMI 2.0, section
 * 6.12: a sliding window of 32). Sequence numbers are unsigned, begin at 1 and skip 0 when they wrap.
 */
final class ReplayWindow {

    private static final int AHEAD = 15;
    private static final int BEHIND = 16;

    private int highest;
    private int seen;

    ReplayWindow() {
        this(0);
    }

    /** @param highest the last number seen; 0 for none */
    ReplayWindow(int highest) {
        this.highest = highest;
        this.seen = 1;
    }

    /** To be asked only for packets whose authentication code is right: it remembers the number. */
    boolean accept(int sequence) {
        int distance = sequence - highest;
        if (sequence == 0 || distance > AHEAD || distance < -BEHIND) {
            return false;
        }
        if (distance > 0) {
            seen = seen << distance | 1;
            highest = sequence;
            return true;
        }
        int bit = 1 << -distance;
        boolean isNew = (seen & bit) == 0 && highest != 0;
        seen |= bit;
        return isNew;
    }
}
