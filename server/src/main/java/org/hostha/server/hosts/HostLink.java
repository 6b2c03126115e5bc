package org.hostha.server.hosts;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.hostha.ha.kvm.spi.VmDisk;
import org.hostha.server.inventory.HostInfo;

/**
 * One way to reach hosts, by the scheme of their agents' addresses. Calls keep what
 * {@link org.hostha.ha.kvm.spi.HostAgents} promises.
 */
public interface HostLink {

    /** Asks a host about itself. */
    CompletableFuture<AgentReport> report(HostInfo host, Duration deadline);

    /** Asks a neighbour what its pools show of a suspect. */
    CompletableFuture<List<PoolObservation>> observe(HostInfo neighbour, HostInfo suspect, List<VmDisk> disks,
            Duration deadline);
}
