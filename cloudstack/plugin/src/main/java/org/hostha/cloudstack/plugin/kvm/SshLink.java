package org.hostha.cloudstack.plugin.kvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.hostha.cloudstack.plugin.inventory.HostRow;
import org.hostha.cloudstack.plugin.inventory.HostTable;
import org.hostha.cloudstack.plugin.settings.PluginSettings;
import org.hostha.cloudstack.plugin.threads.ForeignCalls;
import org.hostha.core.Futures;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.hostha.ha.kvm.spi.VmDisk;
import org.hostha.ha.kvm.ssh.SshAddress;
import org.hostha.ha.kvm.ssh.SshIdentity;
import org.hostha.ha.kvm.ssh.SshProbe;

/** Neighbours asked over SSH, by the probe on them. Key and client come into being with the first question. */
final class SshLink implements AutoCloseable {

    private final HostTable hosts;
    private final Disks disks;
    private final Settings settings;
    private final ForeignCalls calls;
    private SshProbe probe;

    SshLink(HostTable hosts, Disks disks, Settings settings, ForeignCalls calls) {
        this.hosts = hosts;
        this.disks = disks;
        this.settings = settings;
        this.calls = calls;
    }

    CompletableFuture<List<PoolObservation>> observe(Resource neighbour, Resource suspect, Duration deadline) {
        Set<String> pools = hosts.pools(suspect);
        CompletableFuture<List<VmDisk>> found = calls.call(deadline,
                () -> disks.on(suspect, pools).stream().map(Disks.Disk::disk).toList());
        return Futures.then(found, looked -> probe().observe(address(neighbour), row(suspect).address(), looked, deadline));
    }

    private HostRow row(Resource host) {
        return hosts.known(host).orElseThrow(() -> new IllegalStateException(host + " is not known"));
    }

    private SshAddress address(Resource host) {
        return new SshAddress(settings.value(PluginSettings.SSH_USER, host), row(host).address(),
                settings.value(PluginSettings.SSH_PORT, host).intValue());
    }

    private synchronized SshProbe probe() {
        if (probe == null) {
            Path directory = Path.of(settings.value(PluginSettings.SSH_DIRECTORY));
            try {
                Files.createDirectories(directory);
                Path knownHosts = directory.resolve("known_hosts");
                if (Files.notExists(knownHosts)) {
                    Files.createFile(knownHosts);
                }
                probe = new SshProbe(SshIdentity.at(directory.resolve("ssh_key")), knownHosts);
            } catch (IOException e) {
                throw new UncheckedIOException("no SSH key to reach hosts with in " + directory + ": " + e.getMessage(), e);
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
