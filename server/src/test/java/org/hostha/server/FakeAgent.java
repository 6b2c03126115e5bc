package org.hostha.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The agent of a host that runs VMs in its head. */
public final class FakeAgent implements AutoCloseable {

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> vms = new ConcurrentSkipListSet<>();
    private final List<String> starts = new CopyOnWriteArrayList<>();
    private final List<String> orders = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private volatile Runnable beforeStart = () -> { };

    public FakeAgent(String... running) throws IOException {
        vms.addAll(List.of(running));
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/host", exchange -> answer(exchange, 200, host()));
        http.createContext("/vms/", this::vm);
        http.createContext("/observe", exchange -> answer(exchange, 200, "{\"pools\":[]}"));
        http.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** What runs on it. */
    public Set<String> vms() {
        return vms;
    }

    /** Each request to start a VM that was carried out. */
    public List<String> starts() {
        return starts;
    }

    /** Each request that has started or stopped a VM: "start NAME", "stop NAME". */
    public List<String> orders() {
        return orders;
    }

    /** From now on it answers 500 to each start, and starts nothing. */
    public void refuse() {
        refusing = true;
    }

    /** Runs when it is asked to start a VM, before it does. */
    public void beforeStart(Runnable what) {
        beforeStart = what;
    }

    private void vm(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring("/vms/".length());
        if (exchange.getRequestMethod().equals("DELETE")) {
            if (vms.remove(name)) {
                orders.add("stop " + name);
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } else if (refusing) {
            answer(exchange, 500, "{\"error\":\"refused\"}");
        } else {
            beforeStart.run();
            boolean started = vms.add(name);
            if (started) {
                starts.add(name);
                orders.add("start " + name);
            }
            answer(exchange, started ? 201 : 200, host());
        }
    }

    private String host() {
        return "{\"host\":\"fake\",\"bootId\":\"boot-1\",\"vms\":["
                + vms.stream().map(vm -> "\"" + vm + "\"").collect(Collectors.joining(",")) + "]}";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
