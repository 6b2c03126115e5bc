package com.cloud.host;

import com.cloud.hypervisor.Hypervisor;
import com.cloud.resource.ResourceState;
import com.cloud.utils.fsm.StateObject;
import org.apache.cloudstack.api.Identity;
import org.apache.cloudstack.ha.HAResource;
import org.apache.cloudstack.kernel.Partition;

/** Declaration only; see the README of this module. */
public interface Host extends StateObject<Status>, Identity, Partition, HAResource {
    String getName();
    Status getStatus();
    Long getPodId();
    long getDataCenterId();
    Hypervisor.HypervisorType getHypervisorType();
    Long getClusterId();
    boolean isInMaintenanceStates();
    ResourceState getResourceState();
}
