package org.hostha.oobm.ipmi;

import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.testkit.SimulatedBmc;

/**
 * A fake BMC of pyghmi's in a process of its own. It speaks cipher suite 3, and ties a session to the client's port.
 */
final class PyghmiBmc implements SimulatedBmc {

    private static final Path PACKAGE = Path.of("/usr/lib/python3/dist-packages/pyghmi");

    private final Path directory;
    private final int port;
    private final ProcessHandle process;

    /** Skips the test where Debian's python3-pyghmi is not installed. */
    static PyghmiBmc start() {
        assumeTrue("needs Debian's python3-pyghmi", Files.isDirectory(PACKAGE));
        try {
            return new PyghmiBmc();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Started through a shell that ends at once, so that it is no child of ours and not taken for one of the driver's.
     */
    private PyghmiBmc() throws IOException, InterruptedException {
        try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            port = free.getLocalPort();
        }
        directory = Files.createTempDirectory("hostha-pyghmi");
        Files.createFile(directory.resolve("commands"));
        setOn(true);
        new ProcessBuilder("sh", "-c", "/usr/bin/python3 \"$@\" </dev/null >/dev/null 2>&1 &", "sh",
                Path.of("src/test/resources/pyghmi_bmc.py").toAbsolutePath().toString(), Integer.toString(port),
                "a1234567-89ab-cdef-a123-456789abcd01", Long.toString(ProcessHandle.current().pid()))
                .directory(directory.toFile()).start().waitFor();
        Path pid = directory.resolve("pid");
        for (int i = 0; i < 400 && !Files.exists(pid); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        process = ProcessHandle.of(Long.parseLong(Files.readString(pid))).orElseThrow();
    }

    @Override
    public BmcEndpoint endpoint() {
        return new BmcEndpoint("127.0.0.1", Integer.toString(port), "admin", Secret.of("s3cret-word"),
                Optional.empty());
    }

    @Override
    public boolean isOn() {
        try {
            return Files.readString(directory.resolve("power")).equals("on");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void setOn(boolean on) {
        try {
            Path next = Files.writeString(directory.resolve("power.test"), on ? "on" : "off");
            Files.move(next, directory.resolve("power"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> commands() {
        try {
            return Files.readAllLines(directory.resolve("commands"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void freeze() {
        signal("STOP");
    }

    @Override
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("sh", "-c", "kill -s " + name + " " + process.pid()).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            for (String file : List.of("power", "commands", "pid")) {
                Files.deleteIfExists(directory.resolve(file));
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            directory.toFile().deleteOnExit();
        }
    }
}
