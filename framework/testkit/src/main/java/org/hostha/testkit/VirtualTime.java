package org.hostha.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;

/**
 * Time that passes only when it is told to, and the owner of any number of {@link EventLoop}s that live by it.
 * Everything runs on the one thread that drives it.
 *
 * <p>A loop runs its tasks in the order of their due times, those due at the same time in the order in which they were
 * handed in, as a real one does. Which of several loops goes first at the same time is drawn from the seed: the same
 * seed gives the same run, another seed another legal interleaving.
 *
 * <p>A task that throws ends the {@link #advance} that ran it with its exception; the next call goes on after it.
 */
public final class VirtualTime {

    /** More tasks than this without time moving is a loop that never rests, and is reported as one. */
    private static final int MAX_TASKS_AT_ONE_TIME = 10_000_000;

    private final Random random;
    private final List<Loop> loops = new ArrayList<>();
    private long now;
    private long handedIn;
    private int ranAtThisTime;
    private Thread driver;

    /** @param seed decides who goes first among loops */
    public VirtualTime(long seed) {
        random = new Random(seed);
    }

    /** A new loop of this time. */
    public EventLoop loop() {
        Loop loop = new Loop();
        loops.add(loop);
        return loop;
    }

    /** Starts at 0, whatever the seed. */
    public MonotonicTime now() {
        return new MonotonicTime(now);
    }

    /** Lets this much time pass, and runs all that comes due in it, at its time, including what that hands in. */
    public void advance(Duration duration) {
        long end = Math.addExact(now, duration.toNanos());
        runUntil(end);
        moveTo(end);
    }

    /** Runs all that is due now, including what that hands in, without letting time pass. */
    public void runUntilIdle() {
        runUntil(now);
    }

    private void runUntil(long end) {
        driver = Thread.currentThread();
        for (Task task = poll(end); task != null; task = poll(end)) {
            moveTo(task.due);
            if (++ranAtThisTime > MAX_TASKS_AT_ONE_TIME) {
                throw new IllegalStateException("more than " + MAX_TASKS_AT_ONE_TIME + " tasks at "
                        + Duration.ofNanos(now) + ", the last one " + task.work + ": a loop never rests");
            }
            task.work.run();
        }
    }

    private void moveTo(long time) {
        if (time > now) {
            now = time;
            ranAtThisTime = 0;
        }
    }

    /** Takes the next task due by {@code end}, null when there is none. */
    private Task poll(long end) {
        List<Loop> first = new ArrayList<>();
        long due = end;
        for (Loop loop : loops) {
            Task head = loop.head();
            if (head != null && head.due <= due) {
                if (head.due < due) {
                    first.clear();
                    due = head.due;
                }
                first.add(loop);
            }
        }
        return switch (first.size()) {
            case 0 -> null;
            case 1 -> first.get(0).tasks.poll();
            default -> first.get(random.nextInt(first.size())).tasks.poll();
        };
    }

    private final class Loop implements EventLoop {

        private final Queue<Task> tasks = new PriorityQueue<>(
                Comparator.<Task>comparingLong(task -> task.due).thenComparingLong(task -> task.order));

        @Override
        public MonotonicTime now() {
            return VirtualTime.this.now();
        }

        @Override
        public void execute(Runnable task) {
            schedule(Duration.ZERO, task);
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable work) {
            if (driver != null && driver != Thread.currentThread()) {
                throw new IllegalStateException(Thread.currentThread() + " handed " + work + " to virtual time, which "
                        + driver + " drives: what runs on other threads can't be replayed");
            }
            long wait = delay.isNegative() ? 0 : delay.toNanos();
            Task task = new Task(Math.addExact(VirtualTime.this.now, wait), handedIn++, work);
            tasks.add(task);
            return () -> task.cancelled = true;
        }

        private Task head() {
            while (!tasks.isEmpty() && tasks.peek().cancelled) {
                tasks.poll();
            }
            return tasks.peek();
        }
    }

    private static final class Task {

        private final long due;
        private final long order;
        private final Runnable work;
        private boolean cancelled;

        private Task(long due, long order, Runnable work) {
            this.due = due;
            this.order = order;
            this.work = work;
        }
    }
}
