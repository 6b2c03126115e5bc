package org.hostha.oobm.redfish.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/**
 * The calls under way: a thread each, because one request follows from the answer to another, and a timer for all
 * deadlines.
 */
final class Calls implements AutoCloseable {

    private final Set<Call<?>> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newCachedThreadPool(daemons("redfish"));
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("redfish-timer"));

    Calls() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Begins {@code work}, which can send nothing after the deadline. */
    <T> CompletableFuture<T> begin(BmcEndpoint bmc, Duration deadline, Function<Exchange, T> work) {
        Call<T> call = new Call<>(bmc.toString(), work, underWay::remove);
        underWay.add(call);
        try {
            Future<?> alarm = timer.schedule(
                    () -> call.end(Kind.TIMEOUT, "no answer within " + deadline.toMillis() + " ms"),
                    deadline.toNanos(), TimeUnit.NANOSECONDS);
            call.whenComplete((value, failure) -> alarm.cancel(false));
            workers.execute(call);
        } catch (RejectedExecutionException e) {
            underWay.remove(call);
            call.completeExceptionally(
                    new OutOfBandManagementException(Kind.UNSUPPORTED, bmc + ": the driver is closed"));
        }
        return call;
    }

    /** Runs {@code task} later, unless closed by then. */
    void later(Duration delay, Runnable task) {
        try {
            timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closed: nothing happens later.
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        underWay.forEach(call -> call.end(Kind.TIMEOUT, "the driver was closed before the answer"));
        try {
            workers.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory daemons(String name) {
        AtomicLong count = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
