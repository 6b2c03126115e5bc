package org.hostha.testkit.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hostha.core.EventLoop;
import org.hostha.core.Notifications;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.core.ThreadEventLoop;
import org.hostha.ha.spi.HAProvider;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.testkit.MemoryOutOfBandManagementStore;
import org.hostha.testkit.SimulatedCloud;

/** Two hosts of the hypervisor Cell, their registry, and the plugs that they get their power from. */
final class SimulatedCells implements SimulatedCloud {

    private final ThreadEventLoop loop = new ThreadEventLoop("cells");
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final PlugDriver driver = new PlugDriver();
    private final Map<Long, SimulatedPlug> plugs = new TreeMap<>();
    private final List<Resource> hosts = List.of(host(1), host(2));
    private final CellHAProvider provider;
    private final AtomicInteger renewals = new AtomicInteger();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    private volatile boolean blind;
    private boolean frozen;

    SimulatedCells() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/health/", exchange -> answer(exchange, !silent.contains(last(exchange)), 200, "well"));
        server.createContext("/leases/", exchange -> answer(exchange, true, blind ? 503 : 200, lease(last(exchange))));
        server.start();
        OutOfBandManagementService power = new OutOfBandManagementService(
                new MemoryOutOfBandManagementStore(Clock.systemUTC()), List.of(driver), Settings.defaults(),
                Notifications.none(), loop, threads);
        for (Resource host : hosts) {
            SimulatedPlug plug = new SimulatedPlug();
            plugs.put(host.id(), plug);
            BmcEndpoint bmc = plug.endpoint();
            power.configure(host, "plug", bmc.address(), bmc.port(), bmc.username(), bmc.password());
            power.turn(host.partition(), host.name(), true);
            power.preflight(host).join();
        }
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        provider = new CellHAProvider(host -> base.resolve("/health/" + host.uuid()), base, power, loop);
    }

    private static Resource host(long id) {
        return new Resource(PartitionType.Host, id, "uuid-" + id, "cell-" + id, 1, 1, 1);
    }

    private static String last(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whoever is alive has renewed it since anybody looked. */
    private String lease(String host) {
        return dead.contains(host) ? "renewed by " + host : "renewal " + renewals.incrementAndGet();
    }

    private void answer(HttpExchange exchange, boolean answers, int status, String body) throws IOException {
        awaitThaw();
        if (answers) {
            exchange.sendResponseHeaders(status, body.length());
            exchange.getResponseBody().write(body.getBytes());
        }
        exchange.close();
    }

    private synchronized void awaitThaw() {
        while (frozen) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public HAProvider provider() {
        return provider;
    }

    @Override
    public List<Resource> resources() {
        return hosts;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void pass(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void die(Resource host) {
        dead.add(host.uuid());
        silent.add(host.uuid());
    }

    @Override
    public void loseManagement(Resource host) {
        silent.add(host.uuid());
    }

    @Override
    public boolean blind() {
        blind = true;
        return true;
    }

    @Override
    public synchronized boolean freeze() {
        frozen = true;
        plugs.values().forEach(SimulatedPlug::freeze);
        return true;
    }

    @Override
    public synchronized void thaw() {
        frozen = false;
        notifyAll();
        plugs.values().forEach(SimulatedPlug::thaw);
    }

    @Override
    public boolean isOn(Resource host) {
        return plugs.get(host.id()).isOn();
    }

    @Override
    public void setOn(Resource host, boolean on) {
        plugs.get(host.id()).setOn(on);
    }

    @Override
    public List<String> commands(Resource host) {
        return plugs.get(host.id()).commands();
    }

    @Override
    public void close() {
        thaw();
        driver.close();
        plugs.values().forEach(SimulatedPlug::close);
        server.stop(0);
        threads.shutdownNow();
        loop.close();
    }
}
