package org.hostha.demo.zone.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * What the agent answers, on loopback, in JSON:
 *
 * <pre>
 * GET    /host                       {"host":"kvm-01","bootId":"...","vms":["i-2-3-VM"]}
 * PUT    /vms/{name}?pool={pool}     201 started, 200 runs here already
 * DELETE /vms/{name}                 204 doesn't run here (any more)
 * GET    /observe?host={h}&amp;vm={v}... {"pools":[{"pool":"nfs-1","heartbeat":"7 boot","disks":{"i-2-3-VM":"99:17"}}]}
 * </pre>
 *
 * A refused request is answered 400, 404 or 405 with {@code {"error":"..."}}.
 */
final class AgentServer {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final int THREADS = 6;

    private final String host;
    private final String bootId;
    private final VmProcesses vms;
    private final Map<String, Path> pools;
    private final PoolObserver observer;
    private final JsonFactory json = new JsonFactory();

    AgentServer(String host, String bootId, VmProcesses vms, Map<String, Path> pools) {
        this.host = host;
        this.bootId = bootId;
        this.vms = vms;
        this.pools = pools;
        this.observer = new PoolObserver(pools);
    }

    void start(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/host", handle(exchange -> answer(exchange, 200, this::writeHost)));
        server.createContext("/vms/", handle(this::changeVm));
        server.createContext("/observe", handle(this::observe));
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.start();
    }

    private void writeHost(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("host", host);
        out.writeStringField("bootId", bootId);
        out.writeArrayFieldStart("vms");
        for (String vm : vms.names()) {
            out.writeString(vm);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void changeVm(HttpExchange exchange) throws IOException, InterruptedException, Refusal {
        String vm = name("VM", exchange.getRequestURI().getPath().substring("/vms/".length()));
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                List<String> asked = query(exchange, "pool");
                Path pool = asked.size() == 1 ? pools.get(asked.get(0)) : null;
                if (pool == null) {
                    throw new Refusal(400, "pool= names no pool of this host: " + asked);
                }
                answer(exchange, vms.start(vm, pool) ? 201 : 200, this::writeHost);
            }
            case "DELETE" -> {
                vms.stop(vm);
                exchange.sendResponseHeaders(204, -1);
            }
            default -> throw new Refusal(405, "PUT or DELETE");
        }
    }

    private void observe(HttpExchange exchange) throws IOException, InterruptedException, Refusal {
        List<String> suspects = query(exchange, "host");
        if (suspects.size() != 1) {
            throw new Refusal(400, "host= must be given once");
        }
        List<PoolObserver.Sight> sights = observer.observe(suspects.get(0), query(exchange, "vm"));
        answer(exchange, 200, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("pools");
            for (PoolObserver.Sight sight : sights) {
                write(out, sight);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, PoolObserver.Sight sight) throws IOException {
        out.writeStartObject();
        out.writeStringField("pool", sight.pool());
        if (sight.error() != null) {
            out.writeStringField("error", sight.error());
        } else {
            out.writeStringField("heartbeat", sight.heartbeat());
            out.writeObjectFieldStart("disks");
            for (Map.Entry<String, String> disk : sight.disks().entrySet()) {
                out.writeStringField(disk.getKey(), disk.getValue());
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static List<String> query(HttpExchange exchange, String key) throws Refusal {
        List<String> values = new ArrayList<>();
        String query = exchange.getRequestURI().getQuery();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (pair.startsWith(key + "=")) {
                values.add(name(key, pair.substring(key.length() + 1)));
            }
        }
        return values;
    }

    private static String name(String what, String text) throws Refusal {
        if (!NAME.matcher(text).matches()) {
            throw new Refusal(400, "not the name of a " + what + ": only letters, digits, '.', '_' and '-'");
        }
        return text;
    }

    private void answer(HttpExchange exchange, int status, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(bytes)) {
            body.write(out);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.size());
        exchange.getResponseBody().write(bytes.toByteArray());
    }

    private HttpHandler handle(Handler handler) {
        return exchange -> {
            try {
                handler.handle(exchange);
            } catch (Refusal refusal) {
                answer(exchange, refusal.status, out -> {
                    out.writeStartObject();
                    out.writeStringField("error", refusal.getMessage());
                    out.writeEndObject();
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        };
    }

    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException, InterruptedException, Refusal;
    }

    private static final class Refusal extends Exception {
        private final int status;

        Refusal(int status, String message) {
            super(message);
            this.status = status;
        }
    }
}
