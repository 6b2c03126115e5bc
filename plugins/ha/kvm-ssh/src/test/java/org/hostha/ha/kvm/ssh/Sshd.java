package org.hostha.ha.kvm.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real sshd on loopback, whose only key runs the real probe. */
final class Sshd implements AutoCloseable {

    private static final Path PROBE = Path.of("..", "kvm", "host", "probe").toAbsolutePath().normalize();
    private static final String SSHD = "/usr/sbin/sshd";

    private final Path directory;
    private final int port;
    private Process process;

    /** @param publicKey of who may log in, in OpenSSH's format */
    Sshd(Path directory, String publicKey) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(SSHD))) {
            throw new IllegalStateException(SSHD + " is missing: apt-get install openssh-server");
        }
        this.directory = directory;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Files.createDirectories(Path.of("/run/sshd"));
        Files.createDirectories(directory);
        run("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", directory.resolve("host_key").toString());
        Files.createDirectories(directory.resolve("etc"));
        Files.writeString(directory.resolve("etc/hostha.conf"), "address=127.0.0.1\n");
        Files.writeString(directory.resolve("authorized_keys"), "restrict,command=\"HOSTHA_CONF=" + directory
                + "/etc HOSTHA_RUN=" + directory + "/run " + PROBE + "\" " + publicKey);
        Files.writeString(directory.resolve("sshd_config"), """
                ListenAddress 127.0.0.1:%d
                HostKey %s/host_key
                AuthorizedKeysFile %s/authorized_keys
                PermitRootLogin forced-commands-only
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                UsePAM no
                StrictModes no
                PidFile none
                """.formatted(port, directory, directory));
        start();
    }

    void start() throws IOException, InterruptedException {
        process = new ProcessBuilder(SSHD, "-D", "-e", "-f", directory.resolve("sshd_config").toString())
                .redirectErrorStream(true).redirectOutput(directory.resolve("sshd.log").toFile()).start();
        for (int i = 0; !answers(); i++) {
            if (i == 1200 || !process.isAlive()) {
                throw new IllegalStateException("sshd does not listen: " + Files.readString(directory.resolve("sshd.log")));
            }
            TimeUnit.MILLISECONDS.sleep(25);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 100);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    SshAddress address() {
        return new SshAddress("root", "127.0.0.1", port);
    }

    /** What ssh-keyscan would print. */
    String knownHostsLine() throws IOException {
        return "[127.0.0.1]:" + port + " " + Files.readString(directory.resolve("host_key.pub"));
    }

    /** Ends the listener and every connection. */
    void stop() throws IOException, InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    /** Every process of it stops where it is, and goes on with {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        List<String> pids = java.util.stream.Stream.concat(process.descendants(), java.util.stream.Stream.of(
                process.toHandle())).map(handle -> Long.toString(handle.pid())).toList();
        run("sh", "-c", "kill -s " + name + " " + String.join(" ", pids) + " || true");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException(command[0] + " ended with status " + status);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        signal("CONT");
        stop();
    }
}
