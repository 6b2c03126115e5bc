package org.hostha.cloudstack.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Answers what the test queued, and checks signatures from the decoded request the way CloudStack's side does. */
final class FakeCloudStack implements AutoCloseable {

    record Answer(int status, String body) {
    }

    final List<Map<String, String>> requests = new ArrayList<>();
    final List<String> urls = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final String secretKey;
    private final HttpServer server;

    FakeCloudStack(String secretKey) throws IOException {
        this.secretKey = secretKey;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/client/api", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/client/api");
    }

    FakeCloudStack answer(int status, String body) {
        answers.add(new Answer(status, body));
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        urls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        Map<String, String> request = decode(new String(exchange.getRequestBody().readAllBytes(),
                StandardCharsets.UTF_8));
        requests.add(request);
        Answer answer = signed(request) ? answers.removeFirst() : new Answer(401,
                "{\"errorresponse\":{\"uuidList\":[],\"errorcode\":401,\"errortext\":\"bad signature\"}}");
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Map<String, String> decode(String form) {
        Map<String, String> request = new TreeMap<>();
        for (String pair : form.split("&")) {
            String[] parts = pair.split("=", 2);
            request.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return request;
    }

    private boolean signed(Map<String, String> request) {
        StringBuilder text = new StringBuilder();
        request.forEach((name, value) -> {
            if (!name.equals("signature")) {
                text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(percentEncode(value));
            }
        });
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] expected = mac.doFinal(text.toString().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(expected).equals(request.get("signature"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Written byte by byte on purpose: a second opinion on the encoding under test. */
    private static String percentEncode(String value) {
        StringBuilder text = new StringBuilder();
        for (byte unit : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (unit & 0xff);
            boolean kept = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || ".-*_".indexOf(c) >= 0;
            text.append(kept ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return text.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
