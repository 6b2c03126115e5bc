package org.hostha.oobm.redfish.internal;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.hostha.oobm.spi.BlockingCalls.Turn;

/** What a call may do until its deadline: one request at a time, taken back when the call ends. */
final class Exchange {

    private final Turn turn;

    Exchange(Turn turn) {
        this.turn = turn;
    }

    /**
     * Sends one request and waits for the answer.
     *
     * @throws org.hostha.oobm.OutOfBandManagementException when the call has ended
     */
    HttpResponse<String> send(HttpClient client, HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> begun =
                turn.start(() -> client.sendAsync(request, LimitedBody.handler()), response -> response.cancel(true));
        try {
            return begun.get();
        } catch (ExecutionException e) {
            turn.throwIfEnded();
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (CancellationException e) {
            turn.throwIfEnded();
            throw new IOException("the request was taken back", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    void pause(Duration duration) {
        turn.pause(duration);
    }

    void throwIfEnded() {
        turn.throwIfEnded();
    }
}
