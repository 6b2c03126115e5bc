package org.hostha.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;

/** Processes of OpenIPMI's ipmi_sim. They run no script for a reading, so that they cost as little as they can, and
 * the machine behind each, a process that sleeps, is on. */
final class SimFleet implements AutoCloseable {

    private static final String LAN = """
            name "bmc"
            set_working_mc 0x20
              startlan 1
                addr 127.0.0.1 %d
                priv_limit admin
                allowed_auths_callback none md2 md5 straight
                allowed_auths_user none md2 md5 straight
                allowed_auths_operator none md2 md5 straight
                allowed_auths_admin none md2 md5 straight
                guid a123456789abcdefa1234567%08x
              endlan
              startcmd "sleep 3600"
              startnow true
              user 1 true "" "" user 10 none md2 md5 straight
              user 2 true "admin" "s3cret-word" admin 60 none md2 md5 straight
            """;
    private static final String EMULATOR = """
            mc_setbmc 0x20
            mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
            sel_enable 0x20 1000 0x0a
            mc_enable 0x20
            """;

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final List<BmcEndpoint> endpoints = new ArrayList<>();

    SimFleet(int size) throws IOException, InterruptedException {
        directory = Files.createTempDirectory("hostha-bench-sims");
        Files.writeString(directory.resolve("sim.emu"), EMULATOR);
        for (int i = 0; i < size; i++) {
            add(i, freePort());
        }
        TimeUnit.SECONDS.sleep(2);
    }

    private void add(int index, int port) throws IOException {
        Path state = Files.createDirectory(directory.resolve("state" + index));
        Path lan = Files.writeString(directory.resolve("lan" + index), LAN.formatted(port, index));
        Process process = new ProcessBuilder("ipmi_sim", "-c", lan.toString(), "-f", "sim.emu", "-s", state.toString(),
                "-n")
                .directory(directory.toFile()).redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        processes.add(process);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        endpoints.add(new BmcEndpoint("127.0.0.1", Integer.toString(port), "admin", Secret.of("s3cret-word"),
                Optional.empty()));
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        }
    }

    List<BmcEndpoint> endpoints() {
        return endpoints;
    }

    @Override
    public void close() throws IOException {
        processes.forEach(SimFleet::end);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
