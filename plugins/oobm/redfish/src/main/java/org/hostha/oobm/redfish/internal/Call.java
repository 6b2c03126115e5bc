package org.hostha.oobm.redfish.internal;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/** One call of the driver: at most one request at a time, taken back at the deadline and on cancel. */
final class Call<T> extends CompletableFuture<T> implements Exchange, Runnable {

    private static final Logger LOG = LogManager.getLogger(Call.class);

    private final String bmc;
    private final Function<Exchange, T> work;
    private final Consumer<Call<?>> whenGone;
    private CompletableFuture<?> underWay;
    private OutOfBandManagementException ended;

    Call(String bmc, Function<Exchange, T> work, Consumer<Call<?>> whenGone) {
        this.bmc = bmc;
        this.work = work;
        this.whenGone = whenGone;
    }

    @Override
    public void run() {
        try {
            complete(work.apply(this));
        } catch (OutOfBandManagementException e) {
            completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            LOG.error("{}: the redfish driver failed", bmc, e);
            completeExceptionally(new OutOfBandManagementException(Kind.PROTOCOL,
                    bmc + ": the redfish driver failed: " + e.getClass().getSimpleName()));
        } finally {
            whenGone.accept(this);
        }
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
            ended = new OutOfBandManagementException(kind, bmc + ": " + why);
            notifyAll();
            if (underWay != null) {
                underWay.cancel(true);
            }
        }
    }

    @Override
    public HttpResponse<String> send(HttpClient client, HttpRequest request) throws IOException {
        try {
            return begin(client, request).get();
        } catch (ExecutionException e) {
            throwIfEnded();
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (CancellationException e) {
            throwIfEnded();
            throw new IOException("the request was taken back", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private synchronized CompletableFuture<HttpResponse<String>> begin(HttpClient client, HttpRequest request) {
        throwIfEnded();
        CompletableFuture<HttpResponse<String>> begun = client.sendAsync(request, LimitedBody.handler());
        underWay = begun;
        return begun;
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

    @Override
    public synchronized void throwIfEnded() {
        if (ended != null) {
            throw new OutOfBandManagementException(ended.kind(), ended.getMessage());
        }
    }
}
