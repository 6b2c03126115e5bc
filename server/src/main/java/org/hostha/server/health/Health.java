package org.hostha.server.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code GET /health} answers 200 as long as the process answers at all: restart it when it doesn't. {@code GET /ready}
 * answers 200 when every check passes and 503 when one doesn't, with a JSON object that names each check and what is
 * wrong: send no requests then, and look; a restart seldom helps. Neither needs a login, and neither tells of hosts.
 */
public final class Health extends Handler.Abstract {

    private static final int UNAVAILABLE = 503;
    private static final long PATIENCE_SECONDS = 3;
    private static final String PASSED = "ok";

    private final Map<String, Supplier<Optional<String>>> checks;
    private final ExecutorService blocking;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param checks by name; each says what is wrong, or nothing, and fails where it can't tell
     * @param blocking what the checks run on
     */
    public Health(Map<String, Supplier<Optional<String>>> checks, ExecutorService blocking) {
        this.checks = new LinkedHashMap<>(checks);
        this.blocking = blocking;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (!reads || !path.equals("/health") && !path.equals("/ready")) {
            return false;
        }
        Map<String, String> found = path.equals("/ready") ? findings() : Map.of("process", PASSED);
        boolean good = found.values().stream().allMatch(PASSED::equals);
        response.setStatus(good ? 200 : UNAVAILABLE);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json; charset=UTF-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.Sink.write(response, true, text(found), callback);
        return true;
    }

    /** All at once; one that takes too long has failed. */
    private Map<String, String> findings() {
        Map<String, CompletableFuture<String>> begun = new LinkedHashMap<>();
        checks.forEach((name, check) -> begun.put(name, CompletableFuture
                .supplyAsync(() -> check.get().orElse(PASSED), blocking)
                .completeOnTimeout("no answer within " + PATIENCE_SECONDS + " s", PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failure -> "failed: " + failure.getClass().getSimpleName())));
        Map<String, String> found = new LinkedHashMap<>();
        begun.forEach((name, answer) -> found.put(name, answer.join()));
        return found;
    }

    private String text(Map<String, String> found) {
        try {
            return json.writeValueAsString(found) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
