package org.hostha.server.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.ApiHandler;
import org.hostha.server.api.ApiRequest;
import org.hostha.server.api.Origin;
import org.hostha.server.auth.SessionAuthenticator;

/**
 * {@code POST /console/live} with a session's key in its form: a stream of server-sent events, first all hosts, then what
 * changes. That is looked up once for all who watch, and not at all while nobody does. A stream never keeps its session
 * open: when the session has ended, or its user may no longer come in, so does the stream.
 */
public final class Live extends Handler.Abstract implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(Live.class);
    private static final String PATH = "/console/live";
    private static final int FORM_BYTES = 4096;
    private static final int MOST_VIEWERS = 200;
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(15);
    private static final int LOOKS_A_HEARTBEAT = 10;

    /** A look takes at most a tenth of the time. */
    private static final int REST = 10;

    private final PictureTaker pictures;
    private final SessionAuthenticator sessions;
    private final ObjectMapper json = new ObjectMapper();
    private final Board board = new Board();
    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "console");
        thread.setDaemon(true);
        return thread;
    });
    private boolean looking;
    private int looks;

    public Live(PictureTaker pictures, SessionAuthenticator sessions) {
        this.pictures = pictures;
        this.sessions = sessions;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!Request.getPathInContext(request).equals(PATH)) {
            return false;
        }
        if (!request.getMethod().equals("POST")) {
            Response.writeError(request, response, callback, 405);
            return true;
        }
        Optional<String> key = key(request);
        Origin origin = ApiHandler.origin(request);
        if (key.isEmpty() || sessions.caller(origin, key).isEmpty()) {
            Response.writeError(request, response, callback, 401);
        } else if (viewers.size() >= MOST_VIEWERS) {
            Response.writeError(request, response, callback, 503);
        } else {
            open(response, callback, origin);
        }
        return true;
    }

    private static Optional<String> key(Request request) {
        try {
            byte[] form = Content.Source.asInputStream(request).readNBytes(FORM_BYTES);
            return ApiRequest.of(null, new String(form, StandardCharsets.UTF_8), Origin.local())
                    .anyCase(SessionAuthenticator.KEY);
        } catch (IOException | ApiException e) {
            return Optional.empty();
        }
    }

    private void open(Response response, Callback callback, Origin origin) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=UTF-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Accel-Buffering", "no");
        Viewer viewer = new Viewer(response, callback, () -> sessions.isOpen(origin));
        loop.execute(() -> {
            viewers.add(viewer);
            if (!looking) {
                looking = true;
                look();
            } else if (board.version() > 0) {
                tell(viewer);
            }
        });
    }

    private void look() {
        long start = System.nanoTime();
        try {
            board.show(pictures.take());
            looks++;
            viewers.forEach(this::attend);
        } catch (RuntimeException e) {
            LOG.error("the console can't be told what has changed, trying again", e);
        }
        viewers.removeIf(Viewer::gone);
        looking = !viewers.isEmpty();
        if (looking) {
            long pause = Math.min(LONGEST_PERIOD.toNanos(),
                    Math.max(PERIOD.toNanos(), REST * (System.nanoTime() - start)));
            loop.schedule(this::look, pause, TimeUnit.NANOSECONDS);
        }
    }

    private void attend(Viewer viewer) {
        if (!viewer.welcome()) {
            viewer.close();
        } else if (viewer.known() < board.version()) {
            tell(viewer);
        } else if (looks % LOOKS_A_HEARTBEAT == 0) {
            viewer.send("", "still here", viewer.known());
        }
    }

    private void tell(Viewer viewer) {
        if (viewer.busy()) {
            return;
        }
        try {
            viewer.send("change", json.writeValueAsString(board.since(viewer.known())), board.version());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        loop.shutdownNow();
        viewers.forEach(Viewer::close);
    }
}
