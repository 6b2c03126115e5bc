package org.apache.cloudstack.ha;

import org.apache.cloudstack.kernel.Partition;

/** Declaration only; see the README of this module. */
public interface HAResource extends Partition {
    long getDataCenterId();
    Long getClusterId();
    HAResource.ResourceType resourceType();

    public enum ResourceSubType {
        KVM, Simulator, Unknown;
    }

    public enum ResourceType {
        Host, VirtualMachine;
    }
}
