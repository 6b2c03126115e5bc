package org.hostha.demo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hostha.cloudstack.client.ApiKey;
import org.hostha.demo.Terminal.Style;
import org.hostha.demo.zone.Leftovers;

/**
 * The standalone management server, in a JVM and a session of its own. When it dies it is started again on the same
 * port and data, as an init system would do.
 */
final class DemoServer implements AutoCloseable {

    static final int FIRST_PORT = 8080;

    private static final int LAST_PORT = 8099;
    private static final String MAIN = "org.hostha.server.ServerMain";
    private static final String READY = "ready: ";
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Path dir;
    private final Path log;
    private final String classpath;
    private final int port;
    private final Terminal terminal;
    private final ScheduledExecutorService supervisor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "server-supervisor");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Process process;

    private DemoServer(Path dir, String classpath, int port, Terminal terminal) {
        this.dir = dir;
        this.log = dir.resolve("server.log");
        this.classpath = classpath;
        this.port = port;
        this.terminal = terminal;
    }

    /**
     * Starts the server, and returns when it answers.
     *
     * @param dir       where its data, its log and the API key go; the inventory is there already
     * @param classpath the server's own
     * @param port      to listen on
     * @param terminal  to say that the server has died and is up again
     * @throws DemoException if it doesn't come up, with the last lines of its log
     */
    static DemoServer start(Path dir, String classpath, int port, Terminal terminal) throws InterruptedException {
        DemoServer server = new DemoServer(dir, classpath, port, terminal);
        server.launch();
        server.supervisor.scheduleWithFixedDelay(server::revive, 1, 1, TimeUnit.SECONDS);
        return server;
    }

    private void revive() {
        if (process.isAlive()) {
            return;
        }
        terminal.line(Style.NOTICE, "  the server has died (exit code " + process.exitValue() + "); starting it again");
        try {
            launch();
            terminal.line(Style.NOTICE, "  the server is up again (pid " + pid() + ")");
        } catch (DemoException e) {
            terminal.line(Style.BAD, "  " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void launch() throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp", classpath, MAIN,
                "--bind", "127.0.0.1", "--port", String.valueOf(port), "--data", dir.resolve("data").toString(),
                "--inventory", inventory(dir).toString(), "--api-key-file", keyFile(dir).toString(),
                "--admin-password-file", passwordFile(dir).toString())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()));
        builder.environment().putAll(Map.of(Leftovers.MARK, Leftovers.mark(dir)));
        try {
            process = builder.start();
            awaitReady();
        } catch (IOException e) {
            throw new DemoException("can't start the server: " + e.getMessage(), e);
        }
    }

    static Path inventory(Path dir) {
        return dir.resolve("inventory.yaml");
    }

    static Path keyFile(Path dir) {
        return dir.resolve("api-key");
    }

    /** Of the user admin, who logs in to the console. */
    static Path passwordFile(Path dir) {
        return dir.resolve("admin.password");
    }

    /** Where the server keeps secrets as they are. */
    static List<Path> secretFiles(Path dir) {
        return List.of(keyFile(dir), passwordFile(dir), storedSecretsKey(dir));
    }

    private static Path storedSecretsKey(Path dir) {
        return dir.resolve("data").resolve("secret.key");
    }

    /** The key that the secrets in the database are encrypted with. */
    String keyOfStoredSecrets() {
        return content(storedSecretsKey(dir));
    }

    String adminPassword() {
        return content(passwordFile(dir));
    }

    private static String content(Path file) {
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new DemoException("the server has written no " + file, e);
        }
    }

    /** Where the web console is. */
    URI console() {
        return endpoint().resolve("/");
    }

    /** The first free port from 8080 on. */
    static int freePort() {
        for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
            if (isFree(port)) {
                return port;
            }
        }
        throw new DemoException("no port from " + FIRST_PORT + " to " + LAST_PORT
                + " is free: choose another one with --port");
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where the API is. */
    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port + "/client/api");
    }

    /** The root admin's key, which the server wrote at its first start. */
    ApiKey apiKey() {
        try {
            List<String> lines = Files.readAllLines(keyFile(dir));
            return new ApiKey(value(lines, "apikey="), value(lines, "secretkey="));
        } catch (IOException e) {
            throw new DemoException("the server wrote no API key to " + keyFile(dir), e);
        }
    }

    private static String value(List<String> lines, String key) {
        return lines.stream().filter(line -> line.startsWith(key)).map(line -> line.substring(key.length())).findFirst()
                .orElseThrow(() -> new DemoException("the API key file has no line " + key + "..."));
    }

    private void awaitReady() throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            if (Files.readAllLines(log).stream().anyMatch(line -> line.startsWith(READY))) {
                return;
            }
            if (!process.isAlive() || System.nanoTime() - start > START_PATIENCE.toNanos()) {
                process.destroyForcibly();
                throw new DemoException("the server did not come up; the end of " + log + ":\n" + lastLines());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        supervisor.shutdownNow();
        try {
            supervisor.awaitTermination(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            process.destroy();
            if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
