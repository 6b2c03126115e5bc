package org.hostha.server.inventory;

import java.net.URI;
import java.util.Optional;
import org.hostha.core.Resource;

/**
 * A host, as the database had it when the inventory was last read.
 *
 * @param address of its private interface
 * @param agent where its agent listens; empty for a simulated host that has none
 * @param hypervisor in CloudStack's words
 * @param resourceState CloudStack's resource state: {@code Enabled}, {@code Maintenance}, ...
 */
public record HostInfo(Resource resource, String address, Optional<URI> agent, String hypervisor,
        String resourceState) {

    /** CloudStack's states from {@code PrepareForMaintenance} to {@code Maintenance}, with their errors. */
    public boolean inMaintenance() {
        return resourceState.endsWith("Maintenance");
    }

    public boolean enabled() {
        return resourceState.equals("Enabled");
    }

    /** True where the agent starts and stops VMs; the probe that is reached over SSH does neither. */
    public boolean startsVms() {
        return agent.filter(address -> "http".equals(address.getScheme())).isPresent();
    }
}
