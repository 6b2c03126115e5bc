package org.hostha.cloudstack.plugin.threads;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.core.ThreadEventLoop;

/** A loop on a thread of its own, each task in a managed context. */
public final class ManagedLoop implements EventLoop, AutoCloseable {

    private final ThreadEventLoop loop;

    /** @param name of the thread, as logs show it */
    public ManagedLoop(String name) {
        loop = new ThreadEventLoop("hostha-" + name);
    }

    @Override
    public MonotonicTime now() {
        return loop.now();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return loop.schedule(delay, Managed.task(task));
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(Managed.task(task));
    }

    /** Does it now and then until the loop is closed, first after one interval. A failure ends nothing. */
    public void repeat(Duration interval, Runnable task) {
        schedule(interval, () -> {
            repeat(interval, task);
            task.run();
        });
    }

    /**
     * Does it again and again on {@code elsewhere}, whose threads may wait. What takes longer than the interval is not begun a
     * second time; a failure ends nothing.
     */
    public void repeat(Duration interval, Executor elsewhere, Runnable task) {
        AtomicBoolean underWay = new AtomicBoolean();
        repeat(interval, () -> {
            if (underWay.compareAndSet(false, true)) {
                elsewhere.execute(() -> {
                    try {
                        task.run();
                    } finally {
                        underWay.set(false);
                    }
                });
            }
        });
    }

    @Override
    public void close() {
        loop.close();
    }
}
