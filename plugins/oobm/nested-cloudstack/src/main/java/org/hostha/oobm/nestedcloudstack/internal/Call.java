package org.hostha.oobm.nestedcloudstack.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/** One call of the driver on a thread of its own, which is interrupted at the deadline and on cancel. */
final class Call<T> extends CompletableFuture<T> implements Turn, Runnable {

    private static final Logger LOG = LogManager.getLogger(Call.class);

    private final String name;
    private final Function<Turn, T> work;
    private final Consumer<Call<?>> whenGone;
    private Thread worker;
    private OutOfBandManagementException ended;

    Call(String name, Function<Turn, T> work, Consumer<Call<?>> whenGone) {
        this.name = name;
        this.work = work;
        this.whenGone = whenGone;
    }

    @Override
    public void run() {
        try {
            begin();
            complete(work.apply(this));
        } catch (OutOfBandManagementException e) {
            completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            LOG.error("{}: the nestedcloudstack driver failed", name, e);
            completeExceptionally(new OutOfBandManagementException(Kind.PROTOCOL,
                    name + ": the nestedcloudstack driver failed: " + e.getClass().getSimpleName()));
        } finally {
            stop();
            whenGone.accept(this);
        }
    }

    private synchronized void begin() {
        throwIfEnded();
        worker = Thread.currentThread();
    }

    /** The thread goes back to its pool, so no interrupt may reach it from here on, nor linger. */
    private synchronized void stop() {
        worker = null;
        Thread.interrupted();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        end(Kind.TIMEOUT, "cancelled");
        return cancelled;
    }

    /** Nothing is sent from now on. */
    synchronized void end(Kind kind, String why) {
        if (ended == null) {
            ended = new OutOfBandManagementException(kind, name + ": " + why);
            if (worker != null) {
                worker.interrupt();
            }
        }
    }

    @Override
    public void pause(Duration duration) {
        throwIfEnded();
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throwIfEnded();
    }

    @Override
    public synchronized void throwIfEnded() {
        if (ended != null) {
            throw new OutOfBandManagementException(ended.kind(), ended.getMessage());
        }
    }
}
