package org.hostha.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hostha.cloudstack.client.ApiKey;
import org.hostha.server.ServerMain;

/** The standalone server in a process of its own, with its embedded database and an inventory of simulated hosts. */
final class ServerUnderTest implements AutoCloseable {

    private static final int HOSTS_A_CLUSTER = 500;
    private static final long STOP_SECONDS = 30;

    private final Path directory;
    private final Process process;
    private final URI endpoint;

    /**
     * @param hosts in clusters of 500; none is an empty zone
     * @throws IllegalStateException when the server does not start
     */
    ServerUnderTest(int hosts) throws IOException {
        directory = Files.createTempDirectory("hostha-bench");
        Path inventory = Files.writeString(directory.resolve("inventory.yaml"), inventory(hosts));
        process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx1g", "-cp",
                System.getProperty("java.class.path"), ServerMain.class.getName(), "--port", "0", "--data",
                directory.resolve("data").toString(), "--inventory", inventory.toString(), "--admin-password-file",
                directory.resolve("password").toString()).redirectOutput(directory.resolve("log").toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        endpoint = ready();
    }

    private static String inventory(int hosts) {
        StringBuilder yaml = new StringBuilder("settings: {ha.startup.hold.off: 0}\nzones:\n- name: zone\n");
        if (hosts > 0) {
            yaml.append("  pods:\n  - name: pod\n    clusters:\n");
        }
        for (int host = 0; host < hosts; host++) {
            if (host % HOSTS_A_CLUSTER == 0) {
                yaml.append("    - name: cluster-").append(host / HOSTS_A_CLUSTER)
                        .append("\n      hypervisor: Simulator\n      hosts:\n");
            }
            yaml.append("      - {name: host-").append(host).append(", address: 10.").append(host >> 16 & 255).append('.')
                    .append(host >> 8 & 255).append('.').append(host & 255).append("}\n");
        }
        return yaml.toString();
    }

    private URI ready() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("ready: ")) {
                return URI.create(line.substring("ready: ".length()));
            }
        }
        throw new IllegalStateException("the server did not start: " + Files.readString(directory.resolve("log")));
    }

    URI endpoint() {
        return endpoint;
    }

    /** The root admin's. */
    ApiKey key() throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("data").resolve("admin.apikey"));
        return new ApiKey(lines.get(0).split("=", 2)[1], lines.get(1).split("=", 2)[1]);
    }

    /** What the server's process has used so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** The memory that it has resident (VmRSS in proc(5)). */
    long memoryMiB() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) >> 10).findFirst().orElseThrow();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(ServerUnderTest::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
