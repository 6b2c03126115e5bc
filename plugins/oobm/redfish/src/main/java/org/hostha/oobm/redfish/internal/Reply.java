package org.hostha.oobm.redfish.internal;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A BMC's answer to one request. */
record Reply(int status, HttpHeaders headers, Optional<JsonObject> json) {

    private static final Set<Integer> BUSY = Set.of(429, 500, 502, 503, 504);
    private static final Set<Integer> REDIRECTED = Set.of(301, 302, 303, 307, 308);
    private static final int LONGEST = 300;

    /** Redfish answers in JSON (DSP0266, media types); what claims to be something else is not looked at. */
    static Reply of(HttpResponse<String> response) {
        Optional<String> type = response.headers().firstValue("Content-Type");
        boolean claimed = type.isEmpty() || type.get().toLowerCase(Locale.ROOT).contains("json");
        return new Reply(response.statusCode(), response.headers(),
                claimed ? Json.object(response.body()) : Optional.empty());
    }

    boolean ok() {
        return status / 100 == 2;
    }

    boolean busy() {
        return BUSY.contains(status);
    }

    boolean redirected() {
        return REDIRECTED.contains(status) && header("Location").isPresent();
    }

    Optional<String> header(String name) {
        return headers.firstValue(name).filter(value -> !value.isBlank());
    }

    /** Status and messages in one line. Not for answers to requests that hold a password: a message may repeat it. */
    String summary() {
        List<String> parts = new ArrayList<>();
        for (JsonElement message : messages()) {
            Json.text(message, "Message").or(() -> id(message)).ifPresent(parts::add);
        }
        return line(parts);
    }

    /** Status and message ids, which never repeat what was sent. */
    String summaryWithoutText() {
        return line(messageIds());
    }

    List<String> messageIds() {
        List<String> ids = new ArrayList<>();
        for (JsonElement message : messages()) {
            id(message).ifPresent(ids::add);
        }
        return ids;
    }

    private List<JsonElement> messages() {
        List<JsonElement> messages = new ArrayList<>();
        json.ifPresent(body -> {
            messages.addAll(Json.elements(body, "error", "@Message.ExtendedInfo"));
            messages.addAll(Json.elements(body, "@Message.ExtendedInfo"));
        });
        return messages;
    }

    /** iLO 4 writes MessageID. */
    private static Optional<String> id(JsonElement message) {
        return Json.text(message, "MessageId").or(() -> Json.text(message, "MessageID"))
                .filter(id -> id.matches("[A-Za-z0-9._-]{1,100}"));
    }

    private String line(List<String> parts) {
        String text = "HTTP " + status + (parts.isEmpty() ? "" : ": " + String.join("; ", parts));
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }
}
