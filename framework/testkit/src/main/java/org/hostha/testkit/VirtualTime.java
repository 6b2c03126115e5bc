package org.hostha.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.TreeSet;
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
    private int loops;
    private final TreeSet<Loop> busy = new TreeSet<>(
            Comparator.<Loop>comparingLong(loop -> loop.due).thenComparingInt(loop -> loop.number));
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
        return new Loop();
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
        Loop next = head();
        if (next == null || next.due > end) {
            return null;
        }
        Loop second = busy.higher(next);
        if (second == null || second.due > next.due) {
            return next.poll();
        }
        long due = next.due;
        List<Loop> first = new ArrayList<>();
        for (Loop loop = next; loop != null && loop.due == due; loop = head()) {
            first.add(loop);
            busy.remove(loop);
        }
        busy.addAll(first);
        return first.get(first.size() == 1 ? 0 : random.nextInt(first.size())).poll();
    }

    /** The loop whose next task is due first; of those that have one at the same time, the oldest. Null when all rest. */
    private Loop head() {
        while (!busy.isEmpty()) {
            Loop loop = busy.first();
            if (!loop.tasks.peek().cancelled) {
                return loop;
            }
            loop.poll();
        }
        return null;
    }

    private final class Loop implements EventLoop {

        private final int number = loops++;
        private final Queue<Task> tasks = new PriorityQueue<>();

        /** When its next task is due; changes only while it is not among the busy ones. */
        private long due;

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
            add(task);
            return () -> task.cancelled = true;
        }

        private void add(Task task) {
            busy.remove(this);
            tasks.add(task);
            rank();
        }

        private Task poll() {
            busy.remove(this);
            Task task = tasks.poll();
            rank();
            return task;
        }

        private void rank() {
            if (!tasks.isEmpty()) {
                due = tasks.peek().due;
                busy.add(this);
            }
        }
    }

    private static final class Task implements Comparable<Task> {

        private final long due;
        private final long order;
        private final Runnable work;
        private boolean cancelled;

        private Task(long due, long order, Runnable work) {
            this.due = due;
            this.order = order;
            this.work = work;
        }

        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(due, other.due);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
