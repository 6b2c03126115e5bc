package org.hostha.testkit.example;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.testkit.SimulatedBmc;

/** The power strip that {@link PlugDriver} is for. */
final class SimulatedPlug implements SimulatedBmc {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private boolean on = true;
    private boolean frozen;

    SimulatedPlug() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/outlet", this::answer).setAuthenticator(new BasicAuthenticator("plug") {
            @Override
            public boolean checkCredentials(String username, String password) {
                return username.equals("admin") && password.equals("s3cret-word");
            }
        });
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = carryOut(exchange.getRequestURI().getPath()).getBytes();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private synchronized String carryOut(String path) {
        while (frozen) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "";
            }
        }
        if (!path.equals("/outlet")) {
            commands.add(path);
            on = !path.equals("/outlet/off");
        }
        return on ? "on" : "off";
    }

    @Override
    public BmcEndpoint endpoint() {
        return new BmcEndpoint("127.0.0.1", Integer.toString(server.getAddress().getPort()), "admin",
                Secret.of("s3cret-word"), Optional.empty());
    }

    @Override
    public synchronized boolean isOn() {
        return on;
    }

    @Override
    public synchronized void setOn(boolean isOn) {
        on = isOn;
    }

    @Override
    public List<String> commands() {
        return commands;
    }

    @Override
    public synchronized void freeze() {
        frozen = true;
    }

    @Override
    public synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    @Override
    public void close() {
        thaw();
        server.stop(0);
        threads.shutdownNow();
    }
}
