package org.hostha.cloudstack.plugin.inventory;

import com.cloud.host.Host;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;

/**
 * A host as CloudStack's tables have it.
 *
 * @param status {@code host.status}: what CloudStack's agent manager believes
 * @param resourceState {@code host.resource_state}
 * @param hypervisor {@code host.hypervisor_type}
 * @param address private address, by which its heartbeats are named
 * @param haState {@code ha_config.ha_state} where HA is enabled for it, empty otherwise
 */
public record HostRow(Resource resource, String status, String resourceState, String hypervisor, String address,
        String haState) {

    /** CloudStack's object for a host, as we name it. */
    public static Resource resource(Host host) {
        return new Resource(PartitionType.Host, host.getId(), host.getUuid(), host.getName(), host.getDataCenterId(),
                host.getPodId() == null ? 0 : host.getPodId(), host.getClusterId() == null ? 0 : host.getClusterId());
    }

    /** In contact with its agent. */
    public boolean isUp() {
        return status.equals("Up");
    }

    public boolean isKvm() {
        return hypervisor.equals("KVM") || hypervisor.equals("LXC");
    }

    /** HA has looked after it, and finds it well; or HA is not concerned with it. */
    public boolean mayTestify() {
        boolean lookedAfter = !haState.isEmpty() && !haState.equals("Disabled") && !haState.equals("Ineligible");
        return isUp() && !resourceState.contains("Maintenance") && (!lookedAfter || haState.equals("Available"));
    }
}
