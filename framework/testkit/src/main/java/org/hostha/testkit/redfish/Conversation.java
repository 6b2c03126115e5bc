package org.hostha.testkit.redfish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client and a BMC said to each other, as a text file holds it: first what was asked of the driver and what
 * became of it, then each request and its answer.
 *
 * <pre>
 * # Anything that is worth knowing about it.
 * ask: OFF
 * answer: ForceOff accepted
 *
 * &gt; POST /redfish/v1/Systems/1/Actions/ComputerSystem.Reset
 * &gt; X-Auth-Token: 5d7a
 * &gt; {"ResetType": "ForceOff"}
 * &lt; 204
 * &lt; Connection: keep-alive
 * </pre>
 *
 * The answer's body stands on lines of its own after the headers, up to the next request. A request's headers are those
 * that must be there; a body must be the same JSON.
 *
 * @param title its first comment
 * @param ask what the driver is to do
 * @param answer what must come of it
 */
public record Conversation(String title, String ask, String answer, List<Exchange> exchanges) {

    /** One request and its answer. {@code body} is empty where there is none. */
    public record Exchange(String method, String path, Map<String, String> requestHeaders, Optional<String> requestBody,
            int status, Map<String, String> headers, String body) { }

    /** @throws IllegalArgumentException naming the line that can't be read */
    public static Conversation read(Path file) throws IOException {
        return new Reader(file.getFileName().toString(), Files.readAllLines(file)).read();
    }

    /** Reads a file from its first line to its last. */
    private static final class Reader {
        private final String name;
        private final List<String> lines;
        private int at;

        Reader(String name, List<String> lines) {
            this.name = name;
            this.lines = lines;
        }

        Conversation read() {
            String title = "";
            Map<String, String> facts = new LinkedHashMap<>();
            for (; at < lines.size() && !lines.get(at).startsWith("> "); at++) {
                String line = lines.get(at).trim();
                if (line.startsWith("#")) {
                    title = title.isEmpty() ? line.substring(1).trim() : title;
                } else if (!line.isEmpty()) {
                    header(line, facts);
                }
            }
            List<Exchange> exchanges = new ArrayList<>();
            while (at < lines.size()) {
                exchanges.add(exchange());
            }
            if (!facts.containsKey("ask") || !facts.containsKey("answer") || exchanges.isEmpty()) {
                throw wrong("no ask, no answer or no request");
            }
            return new Conversation(title, facts.get("ask"), facts.get("answer"), List.copyOf(exchanges));
        }

        private Exchange exchange() {
            String[] request = next("> ").split(" ");
            if (request.length != 2) {
                throw wrong("not a method and a path");
            }
            Map<String, String> requestHeaders = new LinkedHashMap<>();
            StringBuilder requestBody = new StringBuilder();
            while (follows("> ")) {
                String line = next("> ");
                if (line.startsWith("{") || requestBody.length() > 0) {
                    requestBody.append(line).append('\n');
                } else {
                    header(line, requestHeaders);
                }
            }
            int status = Integer.parseInt(next("< ").substring(0, 3));
            Map<String, String> headers = new LinkedHashMap<>();
            while (follows("< ")) {
                header(next("< "), headers);
            }
            StringBuilder body = new StringBuilder();
            for (; at < lines.size() && !follows("> "); at++) {
                body.append(lines.get(at)).append('\n');
            }
            return new Exchange(request[0], request[1], requestHeaders,
                    Optional.of(requestBody.toString().trim()).filter(text -> !text.isEmpty()), status, headers,
                    body.toString().trim());
        }

        private boolean follows(String mark) {
            return at < lines.size() && lines.get(at).startsWith(mark);
        }

        private String next(String mark) {
            if (!follows(mark)) {
                throw wrong("'" + mark.trim() + "' expected");
            }
            return lines.get(at++).substring(mark.length());
        }

        private void header(String line, Map<String, String> into) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw wrong("not a name and a value");
            }
            into.put(line.substring(0, colon).trim(), line.substring(colon + 1).trim());
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(name + ", line " + (at + 1) + ": " + what);
        }
    }
}
