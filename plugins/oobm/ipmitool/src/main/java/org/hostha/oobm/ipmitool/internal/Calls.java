package org.hostha.oobm.ipmitool.internal;

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
import org.hostha.core.Settings;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/** The calls under way: a thread each, because a process is read by blocking, and one timer for all deadlines. */
public final class Calls implements AutoCloseable {

    private final Home home = new Home();
    private final Launcher launcher;
    private final Set<Call<?>> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newCachedThreadPool(daemons("ipmitool"));
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("ipmitool-timer"));

    public Calls(Settings settings) {
        launcher = new Launcher(settings, home);
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Begins {@code work}; whatever it has started is killed at the deadline. */
    public <T> CompletableFuture<T> begin(BmcEndpoint bmc, Duration deadline, Function<Sessions, T> work) {
        Call<T> call = new Call<>(launcher, bmc, work, underWay::remove);
        underWay.add(call);
        try {
            Future<?> alarm = timer.schedule(
                    () -> call.end(Kind.TIMEOUT, "no answer within " + deadline.toMillis() + " ms"),
                    deadline.toNanos(), TimeUnit.NANOSECONDS);
            call.whenComplete((value, failure) -> alarm.cancel(false));
            workers.execute(call);
        } catch (RejectedExecutionException e) {
            underWay.remove(call);
            call.completeExceptionally(new OutOfBandManagementException(Kind.UNSUPPORTED,
                    bmc + ": the driver is closed"));
        }
        return call;
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
        home.close();
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
