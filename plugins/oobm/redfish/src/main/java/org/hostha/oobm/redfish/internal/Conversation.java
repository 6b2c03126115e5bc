package org.hostha.oobm.redfish.internal;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/** Requests to one BMC within one call. Readings are repeated when they fail; nothing else is once it may have left. */
final class Conversation {

    private static final Duration BEFORE_RETRY = Duration.ofSeconds(1);
    private static final int MOST_REDIRECTS = 3;

    private final Exchange exchange;
    private final HttpClient client;
    private final Target target;
    private final int retries;
    private final Map<String, String> credentials = new LinkedHashMap<>();

    Conversation(Exchange exchange, HttpClient client, Target target, int retries) {
        this.exchange = exchange;
        this.client = client;
        this.target = target;
        this.retries = retries;
    }

    Target target() {
        return target;
    }

    /** From now on each request shows who is asking. */
    void authorize(String header, String value) {
        credentials.clear();
        credentials.put(header, value);
    }

    /**
     * The resource behind a link.
     *
     * @throws OutOfBandManagementException whenever there is no such JSON object to be had
     */
    JsonObject get(String link) {
        return reply(link).json().get();
    }

    /** As {@link #get}, with the headers. */
    Reply reply(String link) {
        for (int attempt = 0; ; attempt++) {
            try {
                Reply reply = follow(link);
                if (!reply.busy() || attempt >= retries) {
                    return resource(link, reply);
                }
            } catch (IOException e) {
                if (attempt >= retries || e instanceof SSLHandshakeException) {
                    throw lost(e);
                }
            }
            exchange.pause(BEFORE_RETRY);
        }
    }

    private Reply follow(String link) throws IOException {
        URI uri = target.resolve(link);
        for (int hops = 0; ; hops++) {
            Reply reply = send(uri, "GET", BodyPublishers.noBody(), Map.of());
            if (!reply.redirected() || hops >= MOST_REDIRECTS) {
                return reply;
            }
            uri = here(uri, reply.header("Location").get());
        }
    }

    /** Where a redirect leads; only to the same service, because that is the one that the password is for. */
    private URI here(URI from, String location) {
        try {
            URI to = from.resolve(location);
            if (target.serves(to)) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            throw target.failure(Kind.PROTOCOL, "it redirects " + from.getPath() + " to what is no URL", e);
        }
        throw target.failure(Kind.PROTOCOL, "it redirects " + from.getPath() + " to another scheme, host or port, "
                + "which is not followed: check address, port and redfish.use.https");
    }

    private Reply resource(String link, Reply reply) {
        if (!reply.ok()) {
            throw refused("GET " + target.resolve(link).getPath(), reply.status(), reply.summary());
        }
        if (reply.json().isEmpty()) {
            throw target.failure(Kind.PROTOCOL,
                    "its answer to GET " + target.resolve(link).getPath() + " is no JSON object");
        }
        return reply;
    }

    Reply post(String link, JsonObject body) {
        return once(link, "POST", json(body), Map.of("Content-Type", "application/json"));
    }

    /** @param etag of the resource as last read; null when it has none */
    Reply patch(String link, String etag, JsonObject body) {
        return once(link, "PATCH", json(body), etag == null ? Map.of("Content-Type", "application/json")
                : Map.of("Content-Type", "application/json", "If-Match", etag));
    }

    Reply delete(String link) {
        return once(link, "DELETE", BodyPublishers.noBody(), Map.of());
    }

    /** Tried again only while there was no connection to send anything through. */
    private Reply once(String link, String method, BodyPublisher body, Map<String, String> headers) {
        for (int attempt = 0; ; attempt++) {
            try {
                return send(target.resolve(link), method, body, headers);
            } catch (IOException e) {
                if (!(e instanceof ConnectException) || attempt >= retries) {
                    throw lost(e);
                }
            }
            exchange.pause(BEFORE_RETRY);
        }
    }

    private Reply send(URI uri, String method, BodyPublisher body, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body)
                .header("Accept", "application/json").header("OData-Version", "4.0");
        credentials.forEach(request::header);
        headers.forEach(request::header);
        return Reply.of(exchange.send(client, request.build()));
    }

    private static BodyPublisher json(JsonObject body) {
        return BodyPublishers.ofString(body.toString());
    }

    /** What a status other than 2xx means. */
    OutOfBandManagementException refused(String what, int status, String summary) {
        if (status == 401) {
            return target.failure(Kind.AUTHENTICATION,
                    "the user name or password is refused (" + what + ": " + summary + ")");
        }
        boolean refused = status >= 400 && status < 500 && status != 408;
        return target.failure(refused ? Kind.REJECTED : Kind.PROTOCOL, what + ": " + summary);
    }

    private OutOfBandManagementException lost(IOException e) {
        if (e instanceof SSLHandshakeException) {
            return target.failure(Kind.UNREACHABLE, "no trusted TLS connection: " + reason(e), e);
        }
        if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
            return target.failure(Kind.UNREACHABLE, "no connection: " + reason(e), e);
        }
        return target.failure(Kind.PROTOCOL, "the connection failed: " + reason(e), e);
    }

    private static String reason(Throwable failure) {
        String reason = null;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof CertificateException) {
                return each.getMessage();
            }
            reason = reason == null ? each.getMessage() : reason;
        }
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
