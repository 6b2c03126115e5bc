package org.hostha.server.vmha;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hostha.server.hosts.HostMonitor;
import org.hostha.server.hosts.HostStatuses;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;

/** Where a VM may be started: a host of its cluster that is up, enabled, and answers at this moment. */
final class Placement {

    private final Inventory inventory;
    private final HostStatuses statuses;
    private final HostMonitor monitor;
    private final VmTable vms;

    Placement(Inventory inventory, HostStatuses statuses, HostMonitor monitor, VmTable vms) {
        this.inventory = inventory;
        this.statuses = statuses;
        this.monitor = monitor;
        this.vms = vms;
    }

    /**
     * The host with the fewest VMs. The one that the VM was taken off comes last: it serves again only where it is the
     * only one, and up again.
     */
    Optional<HostInfo> choose(long deadHost, Optional<Long> failedHost) {
        return candidates(deadHost)
                .min(Comparator.<HostInfo, Boolean>comparing(host -> host.resource().id() == deadHost)
                        .thenComparing(host -> failedHost.equals(Optional.of(host.resource().id())))
                        .thenComparing(host -> vms.countOn(host.resource().id())));
    }

    /** The host that a VM was on, where that serves, else another one of its cluster. */
    Optional<HostInfo> again(long lastHost) {
        return candidates(lastHost).filter(host -> host.resource().id() == lastHost).findFirst()
                .or(() -> choose(lastHost, Optional.empty()));
    }

    private Stream<HostInfo> candidates(long ofTheClusterOf) {
        Optional<Long> cluster = vms.clusterOf(ofTheClusterOf);
        Function<HostInfo, HostStatuses.Status> status = statuses.snapshot();
        return inventory.hosts().stream()
                .filter(host -> cluster.equals(Optional.of(host.resource().clusterId())))
                .filter(host -> host.enabled() && host.startsVms() && monitor.answers(host))
                .filter(host -> status.apply(host) == HostStatuses.Status.Up);
    }

    /** True while something may be sent to the host: it is not on its way off, or off. */
    boolean maySend(HostInfo host) {
        return statuses.snapshot().apply(host) == HostStatuses.Status.Up;
    }
}
