package org.hostha.core;

import java.time.Duration;

/**
 * A point on a clock that never jumps. Two points of the same {@link EventLoop} can be compared; a point means nothing
 * to another process, and is never stored.
 *
 * @param nanos nanoseconds since an arbitrary origin
 */
public record MonotonicTime(long nanos) implements Comparable<MonotonicTime> {

    public MonotonicTime plus(Duration duration) {
        return new MonotonicTime(nanos + duration.toNanos());
    }

    /** How long after {@code earlier} this is; negative when it is before. */
    public Duration since(MonotonicTime earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    /** True when this point is at or after {@code deadline}. */
    public boolean reached(MonotonicTime deadline) {
        return compareTo(deadline) >= 0;
    }

    @Override
    public int compareTo(MonotonicTime other) {
        return Long.signum(nanos - other.nanos);
    }
}
