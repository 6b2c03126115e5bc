package org.hostha.cloudstack.plugin.threads;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Threads for what waits, each task in a managed context. */
public final class ManagedPool implements Executor, AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(ManagedPool.class);
    private static final int STOP_SECONDS = 5;

    private final ThreadPoolExecutor pool;

    private ManagedPool(String name, int core, int max, BlockingQueue<Runnable> queue) {
        AtomicLong count = new AtomicLong();
        pool = new ThreadPoolExecutor(core, max, 1, TimeUnit.MINUTES, queue, task -> {
            Thread thread = new Thread(task, "hostha-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
    }

    /** What finds no thread free waits for one. */
    public static ManagedPool waiting(String name, int threads) {
        return new ManagedPool(name, threads, threads, new LinkedBlockingQueue<>());
    }

    /** What finds no thread free is refused with {@link java.util.concurrent.RejectedExecutionException}. */
    public static ManagedPool refusing(String name, int threads) {
        return new ManagedPool(name, 0, threads, new SynchronousQueue<>());
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(Managed.task(() -> {
            try {
                task.run();
            } catch (Throwable t) {
                LOG.error("task on {} failed", Thread.currentThread().getName(), t);
            }
        }));
    }

    /** Takes nothing more, and gives what is under way a moment to end. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
