package org.hostha.oobm.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.hostha.core.Event;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.oobm.spi.OutOfBandManagementStore;

/** Who is configured, and which switches are on: host, cluster and zone, each asked of the store when it matters. */
public final class Configurations {

    private static final String OFF_FOR_HOST =
            "Out-of-band management is disabled or not configured for the host. Aborting Operation.";

    private final OutOfBandManagementStore store;
    private final Drivers drivers;
    private final Alarms alarms;
    private final FencingObstacles obstacles;
    private final Notifications notifications;
    private final Executor blocking;

    public Configurations(OutOfBandManagementStore store, Drivers drivers, Alarms alarms, FencingObstacles obstacles,
            Notifications notifications, Executor blocking) {
        this.store = store;
        this.drivers = drivers;
        this.alarms = alarms;
        this.obstacles = obstacles;
        this.notifications = notifications;
        this.blocking = blocking;
    }

    /**
     * All configurations, and what is remembered of them brought up to date. Nobody remembers anything else between reading and
     * remembering: it would be overwritten by what was true before.
     */
    public synchronized List<OutOfBandManagement> all() {
        List<OutOfBandManagement> rows = store.all();
        obstacles.refresh(rows);
        return rows;
    }

    /** One configuration, and what is remembered of it brought up to date. */
    public synchronized Optional<OutOfBandManagement> refreshed(long hostId) {
        Optional<OutOfBandManagement> row = store.find(hostId);
        row.ifPresent(obstacles::refresh);
        return row;
    }

    public OutOfBandManagement configure(Resource host, String driver, String address, String port, String username,
            Secret password) {
        OutOfBandManagementDriver found = drivers.named(driver);
        Drivers.checkLength(found, password);
        store.configure(host.id(), Drivers.key(found.name()), address, port, username, password);
        obstacles.forget(host.id());
        alarms.forget(host.id());
        OutOfBandManagement row = refreshed(host.id()).orElseThrow();
        String done = "out-of-band management of " + host + " configured with driver " + found.name();
        Optional<String> shared = obstacles.shared(host.id());
        publish("HOST.OOBM.CONFIGURE", shared.isPresent() ? Event.Level.WARN : Event.Level.INFO, host.partition(),
                done + shared.map(what -> "; warning: " + what + ", so none of them may be fenced").orElse(""));
        return row;
    }

    public void turn(Partition partition, String name, boolean on) {
        if (partition.type() == PartitionType.Host) {
            if (store.find(partition.id()).isEmpty()) {
                throw new OutOfBandManagementException(Kind.UNSUPPORTED, "Out-of-band management is not configured for"
                        + " the host. Please configure the host before enabling/disabling it.");
            }
            alarms.forget(partition.id());
            if (on) {
                store.savePowerState(partition.id(), PowerState.Disabled);
            }
        }
        store.turnSwitch(partition, on);
        if (partition.type() == PartitionType.Host) {
            if (!on) {
                // Not before: what a reading stores until the switch is off would stay.
                store.savePowerState(partition.id(), PowerState.Disabled);
            }
            refreshed(partition.id());
        }
        publish(on ? "HOST.OOBM.ENABLE" : "HOST.OOBM.DISABLE", Event.Level.INFO, partition,
                "out-of-band management of " + name + (on ? " enabled" : " disabled"));
    }

    /**
     * Which switch is off, in CloudStack's words; empty when all are on.
     *
     * @param row the host's configuration, whose own switch counts as it is there
     */
    public Optional<String> switchedOff(Resource host, Optional<OutOfBandManagement> row) {
        if (!store.switchedOn(Partition.zone(host.zoneId()))) {
            return Optional.of("Out-of-band management is disabled for the host's zone. Aborting Operation.");
        }
        if (!store.switchedOn(Partition.cluster(host.clusterId()))) {
            return Optional.of("Out-of-band management is disabled for the host's cluster. Aborting Operation.");
        }
        if (row.isEmpty() || !row.get().enabled()) {
            return Optional.of(OFF_FOR_HOST);
        }
        return Optional.empty();
    }

    /** The configuration of a host whose switches are all on now; fails with {@code UNSUPPORTED} when one is off. */
    public CompletableFuture<OutOfBandManagement> switchedOnRow(Resource host) {
        return CompletableFuture.supplyAsync(() -> {
            Optional<OutOfBandManagement> row = store.find(host.id());
            switchedOff(host, row).ifPresent(why -> {
                throw new OutOfBandManagementException(Kind.UNSUPPORTED, why);
            });
            return row.orElseThrow();
        }, blocking);
    }

    /** The configuration of a host, whatever its switches; fails with {@code UNSUPPORTED} when it has none. */
    public CompletableFuture<OutOfBandManagement> laterRow(Resource host) {
        return CompletableFuture.supplyAsync(() -> row(host), blocking);
    }

    /** Like {@link #laterRow}, at once: waits for the store. */
    public OutOfBandManagement row(Resource host) {
        return store.find(host.id())
                .orElseThrow(() -> new OutOfBandManagementException(Kind.UNSUPPORTED, OFF_FOR_HOST));
    }

    private void publish(String type, Event.Level level, Partition partition, String description) {
        notifications.publish(new Event(type, level, partition, description));
    }
}
