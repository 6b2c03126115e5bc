package org.hostha.testkit.redfish;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.testkit.SimulatedBmc;

/** A BMC that speaks Redfish in the manner of a {@link Profile}, with one system unless more are added. */
public final class FakeRedfish implements SimulatedBmc {

    /** The user that it knows. */
    public static final String USER = "admin";
    /** The user's first password. */
    public static final String PASSWORD = "s3cret-word";

    private final Faults faults = new Faults();
    private final List<FakeMachine> machines = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final FakeSessions sessions = new FakeSessions(faults);
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-redfish");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;
    private boolean frozen;

    private FakeRedfish(Profile profile, HttpServer server) {
        this.server = server;
        machines.add(new FakeMachine(profile.systemId(), UUID.randomUUID().toString()));
        server.createContext("/", new FakeRedfishHandler(this, profile));
        server.setExecutor(threads);
        server.start();
    }

    /** Over plain HTTP. */
    public static FakeRedfish start(Profile profile) {
        return start(profile, InetAddress.getLoopbackAddress());
    }

    /** Over plain HTTP on a loopback address of the caller's choice, such as {@code ::1}. */
    public static FakeRedfish start(Profile profile, InetAddress address) {
        try {
            return new FakeRedfish(profile, HttpServer.create(new InetSocketAddress(address, 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Over HTTPS. */
    public static FakeRedfish startTls(Profile profile, TestCertificate certificate) {
        try {
            HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            https.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
            return new FakeRedfish(profile, https);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Faults faults() {
        return faults;
    }

    /** The first system. */
    public FakeMachine machine() {
        return machines.get(0);
    }

    /** One more system in the same chassis. */
    public FakeMachine addMachine(String id) {
        FakeMachine added = new FakeMachine(id, UUID.randomUUID().toString());
        machines.add(added);
        return added;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public BmcEndpoint endpoint() {
        return new BmcEndpoint(server.getAddress().getAddress().getHostAddress(), Integer.toString(port()), USER,
                Secret.of(PASSWORD), Optional.empty());
    }

    /** Method and path of each request that it began to answer, oldest first. */
    public List<String> requests() {
        return requests;
    }

    public int openSessions() {
        return sessions.open();
    }

    public int sessionsEverOpened() {
        return sessions.everOpened();
    }

    /** Ends all sessions, as a BMC does that restarts. */
    public void endSessions() {
        sessions.endAll();
    }

    /** Sessions of others, which take up room. */
    public void occupySessions(int count) {
        for (int i = 0; i < count; i++) {
            sessions.begin();
        }
    }

    @Override
    public boolean isOn() {
        return machine().isOn();
    }

    @Override
    public void setOn(boolean on) {
        machine().setOn(on);
    }

    @Override
    public List<String> commands() {
        return new ArrayList<>(machine().commands());
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

    synchronized void awaitThaw() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    List<FakeMachine> machines() {
        return machines;
    }

    FakeSessions sessions() {
        return sessions;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
