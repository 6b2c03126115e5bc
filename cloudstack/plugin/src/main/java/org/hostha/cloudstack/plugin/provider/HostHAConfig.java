package org.hostha.cloudstack.plugin.provider;

import org.apache.cloudstack.ha.HAConfig;
import org.apache.cloudstack.ha.HAResource;
import org.hostha.ha.HARow;
import org.hostha.core.PartitionType;

/**
 * A row of {@code ha_config} as CloudStack's code sees it.
 *
 * @param resourceId the host
 * @param state null before the first transition
 * @param owner msid of who looks after it, null for nobody
 */
public record HostHAConfig(long resourceId, boolean enabled, HAConfig.HAState state, String provider, Long owner)
        implements HAConfig {

    /** A row of ours. */
    public static HostHAConfig of(HARow row) {
        return new HostHAConfig(row.resourceId(), row.enabled(), row.stored().state().map(HostHAConfig::upstream).orElse(null),
                row.provider(), row.owner().isPresent() ? row.owner().getAsLong() : null);
    }

    /** CloudStack's constant of the same name. */
    public static HAConfig.HAState upstream(org.hostha.ha.HAState state) {
        return HAConfig.HAState.valueOf(state.name());
    }

    /** The row's number is of use to nobody outside the store; CloudStack's own code does not ask for it. */
    @Override
    public long getId() {
        return resourceId;
    }

    @Override
    public long getResourceId() {
        return resourceId;
    }

    @Override
    public HAResource.ResourceType getResourceType() {
        return HAResource.ResourceType.Host;
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public HAConfig.HAState getState() {
        return state;
    }

    @Override
    public String getHaProvider() {
        return provider;
    }

    @Override
    public Long getManagementServerId() {
        return owner;
    }

    /** True for rows that CloudStack's code knows what to do with. */
    public static boolean isOfHost(HARow row) {
        return row.resourceType() == PartitionType.Host;
    }
}
