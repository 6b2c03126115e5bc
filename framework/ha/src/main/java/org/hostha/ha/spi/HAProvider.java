package org.hostha.ha.spi;

import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.Eligibility;
import org.hostha.ha.HAPolicy;

/**
 * Knows one kind of resource: how to tell that it is alive and how to take its power. It finds out and it acts; it never
 * decides. All calls are made from several threads and must not block.
 */
public interface HAProvider extends HealthChecker, ActivityChecker, PowerSwitch {

    /** CloudStack's name of the provider, such as {@code KVMHAProvider}; its lower-case form is the key in rows and API. */
    String name();

    /** The kind of resource that it looks after. */
    PartitionType resourceType();

    /** The hypervisor, in CloudStack's words: {@code KVM}, {@code Simulator}. */
    String resourceSubType();

    /** Whether HA may look after the resource now. Asked often; answer from memory. */
    Eligibility eligibility(Resource resource);

    /** The timing in force for the resource. Asked at every decision; answer from memory. */
    HAPolicy policy(Resource resource);
}
