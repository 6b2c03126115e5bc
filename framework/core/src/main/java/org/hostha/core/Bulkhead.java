package org.hostha.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * At most N operations of a kind running and M waiting, each with a deadline. What does not fit is shed at once with
 * {@link ShedException} and counted; nobody ever waits to hand work in. It holds no thread: an operation is a future,
 * so the same bulkhead bounds a thousand packets in flight and a thousand turns of virtual time.
 *
 * <p>An operation whose deadline passes is cancelled and answers {@link TimeoutException}. It keeps its place until its
 * own future is done, so an operation that must first reap a child process completes its future only then.
 */
public final class Bulkhead {

    /** Why an operation was not even begun. */
    public static final class ShedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ShedException(String message) {
            super(message);
        }
    }

    /** What the bulkhead holds now, and has shed since it was made. */
    public record Load(int running, int pending, long shed) { }

    private record Waiting(Runnable begin) { }

    private final String name;
    private final IntSupplier maxRunning;
    private final IntSupplier maxPending;
    private final EventLoop timers;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int running;
    private long shed;

    /**
     * @param name what is bounded, for messages
     * @param maxRunning asked at every use, so that a setting can change at run time
     * @param maxPending likewise
     * @param timers where deadlines are kept
     */
    public Bulkhead(String name, IntSupplier maxRunning, IntSupplier maxPending, EventLoop timers) {
        this.name = name;
        this.maxRunning = maxRunning;
        this.maxPending = maxPending;
        this.timers = timers;
    }

    /**
     * Begins {@code operation} now or when its turn comes.
     *
     * @param operation starts the work without waiting for it; called on the submitting thread, or later on the timers'
     *     loop
     * @param deadline counted from the moment the operation begins
     * @return completes as the operation does; with {@link TimeoutException} at the deadline; with
     *     {@link ShedException} when there is no room
     */
    public <T> CompletableFuture<T> submit(Supplier<? extends CompletableFuture<T>> operation, Duration deadline) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Waiting turn = new Waiting(() -> begin(operation, deadline, result));
        boolean now;
        synchronized (this) {
            boolean room = running < maxRunning.getAsInt();
            now = room && waiting.isEmpty();
            if (now) {
                running++;
            } else if (room || waiting.size() < maxPending.getAsInt()) {
                waiting.add(turn);
            } else {
                shed++;
                result.completeExceptionally(new ShedException(name + ": " + running + " running and "
                        + waiting.size() + " pending, no room for more"));
            }
        }
        if (now) {
            turn.begin().run();
        } else {
            beginWaiting();
        }
        return result;
    }

    public synchronized Load load() {
        return new Load(running, waiting.size(), shed);
    }

    private <T> void begin(Supplier<? extends CompletableFuture<T>> operation, Duration deadline,
            CompletableFuture<T> result) {
        if (result.isDone()) {
            ended();
            return;
        }
        CompletableFuture<T> work;
        try {
            work = operation.get();
        } catch (Throwable t) {
            work = CompletableFuture.failedFuture(t);
        }
        CompletableFuture<T> begun = work;
        AtomicBoolean expired = new AtomicBoolean();
        EventLoop.Cancellable timer = timers.schedule(deadline, () -> {
            expired.set(true);
            begun.cancel(true);
            result.completeExceptionally(
                    new TimeoutException(name + ": no answer within " + deadline.toMillis() + " ms"));
        });
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                begun.cancel(true);
            }
        });
        begun.whenComplete((value, failure) -> {
            timer.cancel();
            ended();
            if (failure == null) {
                result.complete(value);
            } else if (!expired.get()) {
                result.completeExceptionally(Futures.cause(failure));
            }
        });
    }

    private void ended() {
        synchronized (this) {
            running--;
        }
        beginWaiting();
    }

    /** As many as there is room for: there may be more of it than a moment ago. */
    private void beginWaiting() {
        for (Waiting next = next(); next != null; next = next()) {
            timers.execute(next.begin());
        }
    }

    private synchronized Waiting next() {
        if (waiting.isEmpty() || running >= maxRunning.getAsInt()) {
            return null;
        }
        running++;
        return waiting.poll();
    }
}
