package org.hostha.server.hosts;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hostha.core.PartitionType;
import org.hostha.ha.HARow;
import org.hostha.ha.Stored;
import org.hostha.ha.VmHAStatus;
import org.hostha.ha.spi.HAStore;
import org.hostha.server.inventory.HostInfo;

/**
 * A host's status in CloudStack's words. Where Host HA has an answer, it is that answer; where it has none, the agent's
 * contact decides. There is no third opinion.
 */
public final class HostStatuses {

    /** CloudStack's host states that occur here. */
    public enum Status { Connecting, Up, Down, Disconnected, Alert }

    private final HAStore store;
    private final HostMonitor monitor;

    public HostStatuses(HAStore store, HostMonitor monitor) {
        this.store = store;
        this.monitor = monitor;
    }

    /** All hosts at one moment, for the cost of one statement. */
    public Function<HostInfo, Status> snapshot() {
        Map<Long, VmHAStatus> answers = vmHAStatuses();
        return host -> status(host, answers.getOrDefault(host.resource().id(), VmHAStatus.NotOurs));
    }

    /** One host, with what HA has concluded about it; empty where HA is not configured. */
    public Status status(HostInfo host, Optional<Stored> stored) {
        return status(host, stored.map(VmHAStatus::of).orElse(VmHAStatus.NotOurs));
    }

    /** What VM HA is told of each host that HA is configured for. */
    public Map<Long, VmHAStatus> vmHAStatuses() {
        return store.rows().stream().filter(row -> row.resourceType() == PartitionType.Host)
                .collect(Collectors.toMap(HARow::resourceId, row -> VmHAStatus.of(row.stored())));
    }

    private Status status(HostInfo host, VmHAStatus answer) {
        return switch (answer) {
            case Down -> Status.Down;
            case Disconnected -> Status.Disconnected;
            case Alert -> Status.Alert;
            case Up -> monitor.tooEarlyToTell(host) ? Status.Connecting : Status.Up;
            case NotOurs -> monitor.answers(host) ? Status.Up
                    : monitor.tooEarlyToTell(host) ? Status.Connecting : Status.Alert;
        };
    }
}
