package org.hostha.core;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** An {@link EventLoop} on a daemon thread of its own, timed by {@link System#nanoTime()}. */
public final class ThreadEventLoop implements EventLoop, AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(ThreadEventLoop.class);

    private final ScheduledThreadPoolExecutor executor;

    /** @param name the name of the thread, as thread dumps and logs show it */
    public ThreadEventLoop(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public MonotonicTime now() {
        return new MonotonicTime(System.nanoTime());
    }

    @Override
    public void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        try {
            Future<?> future = executor.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.debug("loop is closed, dropping {}", task);
            return () -> { };
        }
    }

    /** One faulty task must not silence the loop. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable t) {
            LOG.error("task on {} failed", Thread.currentThread().getName(), t);
        }
    }

    /** Drops what is waiting, lets what is running end. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
