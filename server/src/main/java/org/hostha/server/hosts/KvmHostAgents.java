package org.hostha.server.hosts;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.hostha.core.Resource;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.HostAgents;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.hostha.ha.kvm.spi.VmDisk;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;

/** The KVM provider's way to hosts: each over the link that its agent's address names. */
public final class KvmHostAgents implements HostAgents {

    private final Inventory inventory;
    private final Map<String, HostLink> links;

    /** @param links by scheme: {@code http}, {@code ssh} */
    public KvmHostAgents(Inventory inventory, Map<String, HostLink> links) {
        this.inventory = inventory;
        this.links = Map.copyOf(links);
    }

    @Override
    public CompletableFuture<AgentReport> report(Resource host, Duration deadline) {
        return failing(() -> {
            HostInfo asked = info(host);
            return link(asked).report(asked, deadline);
        });
    }

    /** Asks a host that may not be in the inventory yet. */
    public CompletableFuture<AgentReport> report(HostInfo host, Duration deadline) {
        return failing(() -> link(host).report(host, deadline));
    }

    @Override
    public CompletableFuture<List<PoolObservation>> observe(Resource neighbour, Resource suspect, List<VmDisk> disks,
            Duration deadline) {
        return failing(() -> {
            HostInfo asked = info(neighbour);
            return link(asked).observe(asked, info(suspect), disks, deadline);
        });
    }

    /** Whatever is in the way of a question is its answer. */
    private static <T> CompletableFuture<T> failing(Supplier<CompletableFuture<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private HostInfo info(Resource host) {
        return inventory.host(host.id())
                .orElseThrow(() -> new IllegalStateException("the inventory has no host " + host));
    }

    private HostLink link(HostInfo host) {
        return host.agent().flatMap(agent -> Optional.ofNullable(links.get(agent.getScheme()))).orElseThrow(
                () -> new IllegalStateException("the inventory has no agent for " + host.resource()));
    }
}
