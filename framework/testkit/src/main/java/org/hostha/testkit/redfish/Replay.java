package org.hostha.testkit.redfish;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hostha.testkit.redfish.Conversation.Exchange;

/** A BMC that says its part of a {@link Conversation}, and nothing to whoever leaves it. */
public final class Replay implements AutoCloseable {

    private final Conversation conversation;
    private final HttpServer server;
    private final List<String> deviations = new ArrayList<>();
    private int next;

    public Replay(Conversation conversation) {
        this.conversation = conversation;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Where the client left the conversation, or ended it too early; empty when it said its part to the end. */
    public synchronized List<String> deviations() {
        List<String> all = new ArrayList<>(deviations);
        if (deviations.isEmpty() && next < conversation.exchanges().size()) {
            all.add("it never asked " + named(conversation.exchanges().get(next)));
        }
        return all;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Optional<String> deviation = deviation(exchange, body);
            if (deviation.isPresent()) {
                deviations.add(deviation.get());
                exchange.sendResponseHeaders(501, -1);
                return;
            }
            Exchange said = conversation.exchanges().get(next++);
            byte[] answer = said.body().getBytes(StandardCharsets.UTF_8);
            for (Map.Entry<String, String> header : said.headers().entrySet()) {
                exchange.getResponseHeaders().set(header.getKey(), header.getValue());
            }
            exchange.sendResponseHeaders(said.status(), answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private Optional<String> deviation(HttpExchange exchange, String body) {
        String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        if (next >= conversation.exchanges().size()) {
            return Optional.of("after the end it asked " + asked);
        }
        Exchange expected = conversation.exchanges().get(next);
        if (!asked.equals(named(expected))) {
            return Optional.of("instead of " + named(expected) + " it asked " + asked);
        }
        for (Map.Entry<String, String> header : expected.requestHeaders().entrySet()) {
            String given = exchange.getRequestHeaders().getFirst(header.getKey());
            if (!header.getValue().equals(given)) {
                return Optional.of(asked + " has not the right header " + header.getKey());
            }
        }
        boolean same = expected.requestBody().map(wanted -> withoutBlanks(wanted).equals(withoutBlanks(body)))
                .orElse(body.isEmpty());
        return same ? Optional.empty() : Optional.of(asked + " has not the right body");
    }

    /** Enough for requests, whose members have one order and no blanks in their values. */
    private static String withoutBlanks(String json) {
        return json.replaceAll("\\s+", "");
    }

    private static String named(Exchange exchange) {
        return exchange.method() + " " + exchange.path();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
