package org.hostha.testkit;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Secret;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.OutOfBandManagementStore;

/** Out-of-band management in memory, for tests and virtual time. */
public final class MemoryOutOfBandManagementStore implements OutOfBandManagementStore {

    private final Clock clock;
    private final Map<Long, OutOfBandManagement> rows = new TreeMap<>();
    private final Map<Partition, Boolean> switches = new HashMap<>();

    /** @param clock wall clock, for display */
    public MemoryOutOfBandManagementStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Optional<OutOfBandManagement> find(long hostId) {
        return Optional.ofNullable(rows.get(hostId));
    }

    @Override
    public synchronized List<OutOfBandManagement> all() {
        return List.copyOf(rows.values());
    }

    @Override
    public synchronized void configure(long hostId, String driver, String address, String port, String username,
            Secret password) {
        OutOfBandManagement old = rows.get(hostId);
        rows.put(hostId, new OutOfBandManagement(hostId, old != null && old.enabled(),
                old == null ? Optional.of(PowerState.Disabled) : old.powerState(), driver, address, port, username,
                password, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Override
    public synchronized void turnSwitch(Partition partition, boolean on) {
        if (partition.type() == PartitionType.Host) {
            change(partition.id(), row -> new OutOfBandManagement(row.hostId(), on, row.powerState(), row.driver(),
                    row.address(), row.port(), row.username(), row.password(), row.pendingPassword(), row.systemGuid(),
                    row.proven()));
        } else {
            switches.put(partition, on);
        }
    }

    @Override
    public synchronized boolean switchedOn(Partition partition) {
        return switches.getOrDefault(partition, true);
    }

    @Override
    public synchronized void savePowerState(long hostId, PowerState state) {
        change(hostId, row -> new OutOfBandManagement(row.hostId(), row.enabled(), Optional.of(state), row.driver(),
                row.address(), row.port(), row.username(), row.password(), row.pendingPassword(), row.systemGuid(),
                row.proven()));
    }

    @Override
    public synchronized void saveProof(long hostId, Optional<String> systemGuid) {
        change(hostId, row -> new OutOfBandManagement(row.hostId(), row.enabled(), row.powerState(), row.driver(),
                row.address(), row.port(), row.username(), row.password(), row.pendingPassword(), systemGuid,
                Optional.of(clock.instant())));
    }

    @Override
    public synchronized void savePendingPassword(long hostId, Secret pending) {
        passwords(hostId, row -> row.password(), row -> Optional.of(pending));
    }

    @Override
    public synchronized void promotePendingPassword(long hostId) {
        passwords(hostId, row -> row.pendingPassword().orElse(row.password()), row -> Optional.empty());
    }

    @Override
    public synchronized void dropPendingPassword(long hostId) {
        passwords(hostId, row -> row.password(), row -> Optional.empty());
    }

    private void passwords(long hostId, Function<OutOfBandManagement, Secret> password,
            Function<OutOfBandManagement, Optional<Secret>> pending) {
        change(hostId, row -> new OutOfBandManagement(row.hostId(), row.enabled(), row.powerState(), row.driver(),
                row.address(), row.port(), row.username(), password.apply(row), pending.apply(row), row.systemGuid(),
                row.proven()));
    }

    private void change(long hostId, UnaryOperator<OutOfBandManagement> change) {
        rows.computeIfPresent(hostId, (id, row) -> change.apply(row));
    }
}
