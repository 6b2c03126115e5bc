package org.hostha.core;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * One thread with a clock and timers: what is handed to it runs one at a time, in order. In production a real thread,
 * in a rehearsal a turn of virtual time; code written against this port can't tell the difference.
 */
public interface EventLoop extends Executor {

    /** The time by which this loop's timers run. */
    MonotonicTime now();

    /** Runs {@code task} on this loop once {@code delay} has passed; a zero delay still waits its turn. */
    Cancellable schedule(Duration delay, Runnable task);

    /** Something that was asked for and can be called off. */
    @FunctionalInterface
    interface Cancellable {

        /** Idempotent; without effect on what has begun. */
        void cancel();
    }
}
