package org.hostha.oobm.ipmi.internal.net;

import java.util.TreeSet;
import org.hostha.core.EventLoop.Cancellable;

/** Tasks in the order of their time. A cancelled one leaves nothing behind. Not safe for use by several threads. */
final class Timers {

    private final TreeSet<Timer> waiting = new TreeSet<>();
    private long created;

    private final class Timer implements Comparable<Timer>, Cancellable {
        private final long due;
        private final long order;
        private final Runnable task;

        Timer(long due, long order, Runnable task) {
            this.due = due;
            this.order = order;
            this.task = task;
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.signum(due - other.due);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }

        @Override
        public void cancel() {
            waiting.remove(this);
        }
    }

    Cancellable add(long due, Runnable task) {
        Timer timer = new Timer(due, created++, task);
        waiting.add(timer);
        return timer;
    }

    /** The next task that is due, taken out; null when none is. */
    Runnable poll(long now) {
        if (waiting.isEmpty() || waiting.first().due - now > 0) {
            return null;
        }
        return waiting.pollFirst().task;
    }

    /** Nanoseconds until the next task is due: 0 when one is, {@link Long#MAX_VALUE} when there is none. */
    long untilNext(long now) {
        return waiting.isEmpty() ? Long.MAX_VALUE : Math.max(0, waiting.first().due - now);
    }
}
