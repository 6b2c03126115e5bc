package org.hostha.server.console;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One open stream of server-sent events. While a write is under way nothing else is written: a slow client is told less
 * often, and never costs memory.
 */
final class Viewer {

    private final Response response;
    private final Callback end;
    private final BooleanSupplier welcome;
    private boolean writing;
    private volatile boolean gone;
    private long known;

    /**
     * @param end completes the request
     * @param welcome whether the session that opened the stream still counts
     */
    Viewer(Response response, Callback end, BooleanSupplier welcome) {
        this.response = response;
        this.end = end;
        this.welcome = welcome;
    }

    /** What it was told last; 0 for nothing. */
    long known() {
        return known;
    }

    boolean gone() {
        return gone;
    }

    boolean welcome() {
        return welcome.getAsBoolean();
    }

    synchronized boolean busy() {
        return writing;
    }

    /** Sends an event, or with an empty name a comment that shows both sides that the line is up. */
    void send(String name, String data, long version) {
        synchronized (this) {
            if (writing || gone) {
                return;
            }
            writing = true;
        }
        known = version;
        String text = name.isEmpty() ? ": " + data + "\n\n" : "event: " + name + "\ndata: " + data + "\n\n";
        response.write(false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
                Callback.from(this::written, this::failed));
    }

    /** Ends the stream. */
    void close() {
        synchronized (this) {
            if (gone) {
                return;
            }
            gone = true;
        }
        response.write(true, null, end);
    }

    private synchronized void written() {
        writing = false;
    }

    private void failed(Throwable failure) {
        synchronized (this) {
            if (gone) {
                return;
            }
            gone = true;
        }
        end.failed(failure);
    }
}
