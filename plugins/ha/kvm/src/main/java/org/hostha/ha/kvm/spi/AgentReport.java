package org.hostha.ha.kvm.spi;

import java.util.List;
import java.util.Objects;

/**
 * What a host says of itself.
 *
 * @param bootId changes with every boot ({@code /proc/sys/kernel/random/boot_id})
 * @param runningVms names of the VMs that run on it
 */
public record AgentReport(String bootId, List<String> runningVms) {

    public AgentReport {
        Objects.requireNonNull(bootId, "bootId");
        runningVms = List.copyOf(runningVms);
    }
}
