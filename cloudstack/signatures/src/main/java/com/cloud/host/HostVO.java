package com.cloud.host;

import com.cloud.hypervisor.Hypervisor;
import com.cloud.resource.ResourceState;
import org.apache.cloudstack.ha.HAResource;
import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public class HostVO implements Host {
    public Long getClusterId() {
        return Signature.value();
    }
    public HAResource.ResourceType resourceType() {
        return Signature.value();
    }
    public long getId() {
        return Signature.value();
    }
    public String getName() {
        return Signature.value();
    }
    public Status getStatus() {
        return Signature.value();
    }
    public long getDataCenterId() {
        return Signature.value();
    }
    public Long getPodId() {
        return Signature.value();
    }
    public Hypervisor.HypervisorType getHypervisorType() {
        return Signature.value();
    }
    public Status getState() {
        return Signature.value();
    }
    public ResourceState getResourceState() {
        return Signature.value();
    }
    public boolean isInMaintenanceStates() {
        return Signature.value();
    }
    public String getUuid() {
        return Signature.value();
    }
}
