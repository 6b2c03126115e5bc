package org.hostha.oobm.spi;

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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/**
 * For a driver whose work blocks, because it reads from a process or one request follows from the answer to another: a
 * thread for each call, and one timer for all deadlines. At its deadline, and when it is cancelled, a call's process or
 * request is stopped and it can start nothing more.
 */
public final class BlockingCalls implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(BlockingCalls.class);

    /** A call under way, as its own work sees it. Used by the work's thread alone. */
    public interface Turn {

        /** @throws OutOfBandManagementException when the call has ended: nothing may be sent any more */
        void throwIfEnded();

        /**
         * Starts what can be stopped from outside, in the place of what was started before.
         *
         * @param stop called at most once, by another thread, should the call end early; must not block
         * @throws OutOfBandManagementException when the call has ended; nothing is started then
         */
        <R> R start(Supplier<R> start, Consumer<? super R> stop);

        /** What was started has ended by itself. */
        void stopped();

        /** @throws OutOfBandManagementException as soon as the call has ended */
        void pause(Duration duration);
    }

    private final String driver;
    private final Set<Call<?>> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers;
    private final ScheduledThreadPoolExecutor timer;

    /** @param driver its name, for threads and messages */
    public BlockingCalls(String driver) {
        this.driver = driver;
        workers = Executors.newCachedThreadPool(daemons(driver));
        timer = new ScheduledThreadPoolExecutor(1, daemons(driver + "-timer"));
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Begins {@code work}, which can start nothing after the deadline.
     *
     * @param bmc whom it is about, for messages
     * @return done only when the work is, so that what it had started is gone; except when it is cancelled
     */
    public <T> CompletableFuture<T> begin(String bmc, Duration deadline, Function<Turn, T> work) {
        Call<T> call = new Call<>(bmc, work);
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
        } catch (Error e) {
            LOG.error("{}: the {} driver could not begin", bmc, driver, e);
            underWay.remove(call);
            call.completeExceptionally(new OutOfBandManagementException(Kind.UNREACHABLE,
                    bmc + ": no thread for it: " + e.getMessage() + "; nothing was sent"));
        }
        return call;
    }

    /** Runs {@code task} later, unless closed by then. It must not block. */
    public void later(Duration delay, Runnable task) {
        try {
            timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closed: nothing happens later.
        }
    }

    /** Ends all calls, and waits a moment until what they had started is gone. */
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

    private final class Call<T> extends CompletableFuture<T> implements Turn, Runnable {

        private final String bmc;
        private final Function<Turn, T> work;
        private Runnable stop = () -> { };
        private OutOfBandManagementException ended;

        Call(String bmc, Function<Turn, T> work) {
            this.bmc = bmc;
            this.work = work;
        }

        @Override
        public void run() {
            try {
                throwIfEnded();
                complete(work.apply(this));
            } catch (RuntimeException | Error e) {
                completeExceptionally(failure(e));
            } finally {
                stopped();
                underWay.remove(this);
            }
        }

        private synchronized Throwable failure(Throwable failure) {
            if (failure instanceof OutOfBandManagementException) {
                return failure;
            }
            if (ended != null) {
                return ended;
            }
            LOG.error("{}: the {} driver failed", bmc, driver, failure);
            return new OutOfBandManagementException(Kind.PROTOCOL,
                    bmc + ": the " + driver + " driver failed: " + failure.getClass().getSimpleName());
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            // First what is under way, because whoever waits for this future may begin something else with the BMC.
            end(Kind.TIMEOUT, "cancelled");
            return super.cancel(mayInterruptIfRunning);
        }

        private synchronized void end(Kind kind, String why) {
            if (ended == null) {
                ended = new OutOfBandManagementException(kind, bmc + ": " + why);
                stop.run();
                notifyAll();
            }
        }

        @Override
        public synchronized void throwIfEnded() {
            if (ended != null) {
                throw new OutOfBandManagementException(ended.kind(), ended.getMessage());
            }
        }

        @Override
        public synchronized <R> R start(Supplier<R> start, Consumer<? super R> stopIt) {
            throwIfEnded();
            R started = start.get();
            stop = () -> stopIt.accept(started);
            return started;
        }

        @Override
        public synchronized void stopped() {
            stop = () -> { };
        }

        @Override
        public synchronized void pause(Duration duration) {
            long end = System.nanoTime() + duration.toNanos();
            try {
                for (long left = duration.toNanos(); left > 0 && ended == null; left = end - System.nanoTime()) {
                    wait(left / 1_000_000 + 1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throwIfEnded();
        }
    }
}
