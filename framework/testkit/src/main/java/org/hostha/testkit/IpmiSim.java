package org.hostha.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;

/**
 * A real IPMI 2.0 BMC: one {@code ipmi_sim} process (Debian package openipmi) on a free port of the loopback interface,
 * whose chassis is a file. It knows cipher suites 0 to 3 and 6, and passwords of up to 16 bytes.
 */
public final class IpmiSim implements SimulatedBmc {

    private static final byte[] GET_CHANNEL_AUTHENTICATION_CAPABILITIES =
            HexFormat.of().parseHex("0600ff07000000000000000000092018c88100388e02b7");

    private final Path directory;
    private final BmcEndpoint endpoint;
    private final Process process;

    private IpmiSim(Path directory, BmcEndpoint endpoint, Process process) {
        this.directory = directory;
        this.endpoint = endpoint;
        this.process = process;
    }

    /**
     * Starts a BMC and waits until it answers; its machine is on.
     *
     * @param password at most 16 bytes, without quotes and spaces
     * @param guid 32 hex digits, in the order of the wire
     */
    public static IpmiSim start(String username, String password, String guid) {
        for (int attempt = 1; ; attempt++) {
            Optional<IpmiSim> sim = tryToStart(username, password, guid);
            if (sim.isPresent()) {
                return sim.get();
            }
            if (attempt == 5) {
                throw new IllegalStateException("ipmi_sim does not start: is the package openipmi installed?");
            }
        }
    }

    private static Optional<IpmiSim> tryToStart(String username, String password, String guid) {
        try {
            int port = freePort();
            Path directory = Files.createTempDirectory("hostha-ipmi-sim");
            Files.createDirectory(directory.resolve("state"));
            Files.writeString(directory.resolve("power"), "1\n");
            Files.createFile(directory.resolve("commands"));
            Files.writeString(directory.resolve("chassis.sh"), CHASSIS);
            Files.writeString(directory.resolve("sim.emu"), EMULATOR);
            Files.writeString(directory.resolve("lan.conf"),
                    LAN.formatted(port, guid, directory, directory, username, password));
            Process process = new ProcessBuilder("ipmi_sim", "-c", "lan.conf", "-f", "sim.emu", "-s", "state", "-n")
                    .directory(directory.toFile()).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(directory.resolve("output").toFile()).start();
            IpmiSim sim = new IpmiSim(directory, new BmcEndpoint("127.0.0.1", Integer.toString(port), username,
                    Secret.of(password), Optional.empty()), process);
            if (sim.answers()) {
                Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
                return Optional.of(sim);
            }
            sim.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(100);
            byte[] question = GET_CHANNEL_AUTHENTICATION_CAPABILITIES;
            for (int i = 0; i < 100 && process.isAlive(); i++) {
                socket.send(new DatagramPacket(question, question.length, InetAddress.getLoopbackAddress(),
                        Integer.parseInt(endpoint.port())));
                try {
                    socket.receive(new DatagramPacket(new byte[512], 512));
                    return true;
                } catch (SocketTimeoutException e) {
                    // Not up yet.
                }
            }
            return false;
        }
    }

    @Override
    public BmcEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public boolean isOn() {
        return read("power").equals(List.of("1"));
    }

    @Override
    public void setOn(boolean on) {
        try {
            Path next = Files.writeString(directory.resolve("power.next"), on ? "1\n" : "0\n");
            Files.move(next, directory.resolve("power"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Such as {@code power 0}, {@code power 1}, {@code reset 1}, {@code shutdown 1}; a cycle is off and on. */
    @Override
    public List<String> commands() {
        return read("commands");
    }

    @Override
    public void freeze() {
        signal("STOP");
    }

    @Override
    public void thaw() {
        signal("CONT");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            directory.toFile().deleteOnExit();
        }
    }

    private List<String> read(String file) {
        try {
            return Files.readAllLines(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("sh", "-c", "kill -s " + name + " " + process.pid()).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

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
                guid %s
              endlan
              chassis_control "sh %s/chassis.sh %s"
              user 1 true "" "" user 10 none md2 md5 straight
              user 2 true "%s" "%s" admin 60 none md2 md5 straight
            """;

    private static final String EMULATOR = """
            mc_setbmc 0x20
            mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
            sel_enable 0x20 1000 0x0a
            mc_enable 0x20
            """;

    private static final String CHASSIS = """
            cd "$1" || exit 1
            verb=$2
            shift 2
            while [ $# -gt 0 ]; do
              case $verb:$1 in
                get:power) echo "power:$(cat power)"; shift ;;
                set:power) echo "power $2" >> commands; echo "$2" > power.sim; mv power.sim power; shift 2 ;;
                set:shutdown) echo "shutdown $2" >> commands; echo 0 > power.sim; mv power.sim power; shift 2 ;;
                set:*) echo "$1 $2" >> commands; shift 2 ;;
                *) shift ;;
              esac
            done
            """;
}
