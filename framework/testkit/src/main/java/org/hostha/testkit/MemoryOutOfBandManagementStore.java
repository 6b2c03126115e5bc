package org.hostha.testkit;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
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
        change(hostId, row -> withPowerState(row, state));
    }

    private static OutOfBandManagement withPowerState(OutOfBandManagement row, PowerState state) {
        return new OutOfBandManagement(row.hostId(), row.enabled(), Optional.of(state), row.driver(), row.address(), row.port(),
                row.username(), row.password(), row.pendingPassword(), row.systemGuid(), row.proven());
    }

    @Override
    public synchronized boolean saveReading(OutOfBandManagement asked, PowerState state) {
        return change(asked.hostId(), now -> now.enabled() && now.hasBmcOf(asked), now -> withPowerState(now, state));
    }

    @Override
    public synchronized boolean saveProof(OutOfBandManagement asked, Optional<String> systemGuid) {
        return change(asked.hostId(), now -> now.isProvenBy(asked), row -> new OutOfBandManagement(row.hostId(), row.enabled(),
                row.powerState(), row.driver(), row.address(), row.port(), row.username(), row.password(),
                row.pendingPassword(), systemGuid, Optional.of(clock.instant())));
    }

    @Override
    public synchronized boolean savePendingPassword(long hostId, Secret pending) {
        return change(hostId, now -> now.pendingPassword().isEmpty(),
                now -> withPasswords(now, now.password(), Optional.of(pending)));
    }

    @Override
    public synchronized boolean promotePassword(OutOfBandManagement asked, Secret password) {
        return change(asked.hostId(), now -> now.mayAdopt(password, asked), now -> withPasswords(now, password,
                now.pendingPassword().filter(pending -> !pending.equals(password))));
    }

    @Override
    public synchronized void dropPendingPassword(long hostId, Secret pending) {
        change(hostId, now -> now.pendingPassword().equals(Optional.of(pending)),
                now -> withPasswords(now, now.password(), Optional.empty()));
    }

    private static OutOfBandManagement withPasswords(OutOfBandManagement row, Secret password, Optional<Secret> pending) {
        return new OutOfBandManagement(row.hostId(), row.enabled(), row.powerState(), row.driver(), row.address(), row.port(),
                row.username(), password, pending, row.systemGuid(), row.proven());
    }

    private boolean change(long hostId, Predicate<OutOfBandManagement> still, UnaryOperator<OutOfBandManagement> change) {
        boolean is = Optional.ofNullable(rows.get(hostId)).filter(still).isPresent();
        if (is) {
            change(hostId, change);
        }
        return is;
    }

    private void change(long hostId, UnaryOperator<OutOfBandManagement> change) {
        rows.computeIfPresent(hostId, (id, row) -> change.apply(row));
    }
}
