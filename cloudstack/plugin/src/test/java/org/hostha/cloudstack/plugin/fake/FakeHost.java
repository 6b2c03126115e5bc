package org.hostha.cloudstack.plugin.fake;

import com.cloud.host.HostVO;
import com.cloud.host.Status;
import com.cloud.resource.ResourceState;
import org.apache.cloudstack.ha.HAResource;

/** A row of CloudStack's table of hosts, as it was read. */
public final class FakeHost extends HostVO {

    private static final long serialVersionUID = 1L;

    private final long id;
    private final String uuid;
    private final String name;
    private final Status status;
    private final ResourceState resourceState;

    public FakeHost(long id, String uuid, String name, Status status, ResourceState resourceState) {
        this.id = id;
        this.uuid = uuid;
        this.name = name;
        this.status = status;
        this.resourceState = resourceState;
    }

    @Override
    public long getId() {
        return id;
    }

    @Override
    public String getUuid() {
        return uuid;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Status getStatus() {
        return status;
    }

    @Override
    public Status getState() {
        return status;
    }

    @Override
    public ResourceState getResourceState() {
        return resourceState;
    }

    @Override
    public boolean isInMaintenanceStates() {
        return resourceState == ResourceState.Maintenance;
    }

    @Override
    public long getDataCenterId() {
        return 1;
    }

    @Override
    public Long getPodId() {
        return 1L;
    }

    @Override
    public Long getClusterId() {
        return 1L;
    }

    @Override
    public HAResource.ResourceType resourceType() {
        return HAResource.ResourceType.Host;
    }
}
