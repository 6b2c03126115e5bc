package org.hostha.server.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.hostha.ha.kvm.spi.VmDisk;
import org.hostha.ha.kvm.ssh.SshAddress;
import org.hostha.ha.kvm.ssh.SshIdentity;
import org.hostha.ha.kvm.ssh.SshProbe;
import org.hostha.server.inventory.HostInfo;

/** {@code ssh://USER@HOST:PORT}: the probe on the host. Key and client come into being with the first such host. */
public final class SshHostLink implements HostLink, AutoCloseable {

    private final Path data;
    private SshProbe probe;

    /** @param data directory of {@code ssh_key}, {@code ssh_key.pub} and {@code known_hosts} */
    public SshHostLink(Path data) {
        this.data = data;
    }

    @Override
    public CompletableFuture<AgentReport> report(HostInfo host, Duration deadline) {
        return probe().report(address(host), deadline);
    }

    @Override
    public CompletableFuture<List<PoolObservation>> observe(HostInfo neighbour, HostInfo suspect, List<VmDisk> disks,
            Duration deadline) {
        return probe().observe(address(neighbour), suspect.address(), disks, deadline);
    }

    private static SshAddress address(HostInfo host) {
        return SshAddress.of(host.agent().orElseThrow());
    }

    private synchronized SshProbe probe() {
        if (probe == null) {
            try {
                Path knownHosts = data.resolve("known_hosts");
                if (Files.notExists(knownHosts)) {
                    Files.createFile(knownHosts);
                }
                probe = new SshProbe(SshIdentity.at(data.resolve("ssh_key")), knownHosts);
            } catch (IOException e) {
                throw new UncheckedIOException("no SSH key to reach hosts with: " + e.getMessage(), e);
            }
        }
        return probe;
    }

    @Override
    public synchronized void close() {
        if (probe != null) {
            probe.close();
        }
    }
}
