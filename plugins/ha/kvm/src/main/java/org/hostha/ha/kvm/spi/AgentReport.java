package org.hostha.ha.kvm.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a host says of itself.
 *
 * @param bootId changes with every boot ({@code /proc/sys/kernel/random/boot_id}); empty for an agent that tells nothing but
 *     that it is well
 * @param runningVms names of the VMs that run on it
 * @param heartbeatPeriod the longest time between two of its heartbeats of late, on any of its pools, by its own
 *     monotonic clock; empty where it does not know
 */
public record AgentReport(String bootId, List<String> runningVms, Optional<Duration> heartbeatPeriod) {

    public AgentReport {
        Objects.requireNonNull(bootId, "bootId");
        Objects.requireNonNull(heartbeatPeriod, "heartbeatPeriod");
        runningVms = List.copyOf(runningVms);
    }
}
