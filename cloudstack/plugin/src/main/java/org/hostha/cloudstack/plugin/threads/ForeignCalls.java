package org.hostha.cloudstack.plugin.threads;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.hostha.core.EventLoop;

/**
 * Blocking calls into code that is not ours, each on a thread of its own. At its deadline, or when it is cancelled, a call
 * answers and its thread is interrupted; whether that ends what it does is up to the code.
 */
public final class ForeignCalls implements AutoCloseable {

    private final ManagedPool pool;
    private final EventLoop timers;

    /** @param threads so many calls at once; more are refused */
    public ForeignCalls(String name, int threads, EventLoop timers) {
        this.pool = ManagedPool.refusing(name, threads);
        this.timers = timers;
    }

    /**
     * @param deadline from now; a call whose time is over is not begun
     * @return fails with what the call threw, with {@link TimeoutException} at the deadline, or with
     *     {@link RejectedExecutionException} when there was no thread: then it was not begun
     */
    public <T> CompletableFuture<T> call(Duration deadline, Callable<T> call) {
        Call<T> begun = new Call<>(call);
        if (deadline.isZero() || deadline.isNegative()) {
            begun.completeExceptionally(new TimeoutException("its time was over before it began"));
            return begun;
        }
        try {
            pool.execute(begun);
        } catch (RejectedExecutionException e) {
            begun.completeExceptionally(new RejectedExecutionException("no thread is free for it"));
            return begun;
        }
        EventLoop.Cancellable timer = timers.schedule(deadline, () -> begun.completeExceptionally(
                new TimeoutException("no answer within " + deadline.toMillis() + " ms")));
        begun.whenComplete((value, failure) -> {
            timer.cancel();
            begun.interrupt();
        });
        return begun;
    }

    @Override
    public void close() {
        pool.close();
    }

    private static final class Call<T> extends CompletableFuture<T> implements Runnable {

        private final Callable<T> call;
        private Thread thread;

        Call(Callable<T> call) {
            this.call = call;
        }

        @Override
        public void run() {
            synchronized (this) {
                if (isDone()) {
                    return;
                }
                thread = Thread.currentThread();
            }
            T value = null;
            Throwable failure = null;
            try {
                value = call.call();
            } catch (Throwable t) {
                failure = t;
            }
            synchronized (this) {
                thread = null;
                Thread.interrupted();
            }
            if (failure == null) {
                complete(value);
            } else {
                completeExceptionally(failure);
            }
        }

        synchronized void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
