package org.hostha.testkit.redfish;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The HTTP side of a {@link FakeRedfish}: faults of the wire, who may come in, and the answer's way out. */
final class FakeRedfishHandler implements HttpHandler {

    private final FakeRedfish bmc;
    private final Profile profile;
    private final Faults faults;
    private final FakeResources resources;

    FakeRedfishHandler(FakeRedfish bmc, Profile profile) {
        this.bmc = bmc;
        this.profile = profile;
        this.faults = bmc.faults();
        this.resources = new FakeResources(bmc, profile);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            bmc.awaitThaw();
            TimeUnit.NANOSECONDS.sleep(faults.delay.toNanos());
            bmc.requests().add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (faults.cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return;
            }
            send(exchange, answer(exchange, body));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FakeAnswer answer(HttpExchange exchange, String body) {
        String method = exchange.getRequestMethod();
        String raw = exchange.getRequestURI().getRawPath();
        String path = raw.length() > 1 && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        if (faults.unavailable.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return FakeAnswer.error(503, "Base.1.8.ServiceTemporarilyUnavailable", "busy");
        }
        if (faults.statusOfEverything != null) {
            return FakeAnswer.error(faults.statusOfEverything, "Base.1.8.GeneralError", "no");
        }
        if (faults.redirect != null && !path.equals("/redfish/v1")) {
            return FakeAnswer.redirect(faults.redirect + raw);
        }
        if (method.equals("GET") && !profile.slash().isEmpty() && !raw.endsWith("/")) {
            return FakeAnswer.redirect(raw + "/");
        }
        boolean open = path.equals("/redfish/v1") || method.equals("POST") && path.endsWith("/Sessions");
        if (!open && !bmc.sessions().admits(exchange.getRequestHeaders().getFirst("X-Auth-Token"),
                exchange.getRequestHeaders().getFirst("Authorization"))) {
            return FakeAnswer.error(401, "Base.1.8.NoValidSession", "log in first");
        }
        return resources.answer(method, path, body, exchange.getRequestHeaders().getFirst("If-Match"));
    }

    private void send(HttpExchange exchange, FakeAnswer answer) throws IOException, InterruptedException {
        boolean reset = exchange.getRequestURI().getPath().contains("ComputerSystem.Reset");
        if (reset && faults.cutsConnectionOnReset) {
            return;
        }
        if (reset && faults.hangsOnReset) {
            TimeUnit.HOURS.sleep(1);
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", faults.contentType);
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        int length = faults.cutsJson ? bytes.length / 2 : bytes.length;
        exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
        exchange.getResponseBody().write(bytes, 0, length);
    }
}
