package org.hostha.server.hosts;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.EventLoop;
import org.hostha.core.Resource;
import org.hostha.ha.HARow;
import org.hostha.ha.HAState;
import org.hostha.ha.kvm.spi.HostDirectory;
import org.hostha.ha.kvm.spi.VmDisk;
import org.hostha.ha.spi.HAStore;
import org.hostha.server.db.Database;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;

/** What the KVM provider knows of hosts: from memory, read anew every second. */
public final class KvmHostDirectory implements HostDirectory {

    private static final Logger LOG = LogManager.getLogger(KvmHostDirectory.class);
    private static final Duration REFRESH = Duration.ofSeconds(1);

    /** Pool types on which CloudStack's agents write a heartbeat, and those on which our writer does. */
    private static final String HEARTBEAT_POOLS =
            "('NetworkFilesystem', 'SharedMountPoint', 'StorPool', 'Linstor')";

    /** @param states of the hosts that HA is switched on for */
    private record Snapshot(Map<Long, List<VmDisk>> disks, Map<Long, Set<String>> pools, Map<Long, HAState> states) { }

    private final Database database;
    private final Inventory inventory;
    private final HostMonitor monitor;
    private final HAStore store;
    private final EventLoop loop;
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of(), Map.of());

    /** @param loop where the tables are read; it waits for the database */
    public KvmHostDirectory(Database database, Inventory inventory, HostMonitor monitor, HAStore store,
            EventLoop loop) {
        this.database = database;
        this.inventory = inventory;
        this.monitor = monitor;
        this.store = store;
        this.loop = loop;
    }

    public void start() {
        refresh();
        loop.schedule(REFRESH, this::repeat);
    }

    private void repeat() {
        loop.schedule(REFRESH, this::repeat);
        try {
            refresh();
        } catch (RuntimeException e) {
            LOG.warn("what is known of hosts could not be read anew: {}", e.getMessage());
        }
    }

    private void refresh() {
        Map<Long, List<VmDisk>> disks = new HashMap<>();
        database.jdbc().sql("SELECT i.host_id, i.instance_name, p.name, COALESCE(v.path, i.instance_name)"
                + " FROM vm_instance i JOIN volumes v ON v.instance_id = i.id JOIN storage_pool p ON p.id = v.pool_id"
                + " WHERE i.host_id IS NOT NULL AND i.removed IS NULL AND v.removed IS NULL AND i.state <> 'Stopped'"
                + " ORDER BY v.id")
                .query(row -> {
                    disks.computeIfAbsent(row.getLong(1), host -> new ArrayList<>())
                            .add(new VmDisk(row.getString(2), row.getString(3), row.getString(4)));
                });
        Map<Long, Set<String>> pools = new HashMap<>();
        database.jdbc().sql("SELECT r.host_id, p.name FROM storage_pool_host_ref r JOIN storage_pool p ON p.id ="
                + " r.pool_id WHERE p.removed IS NULL AND p.pool_type IN " + HEARTBEAT_POOLS)
                .query(row -> {
                    pools.computeIfAbsent(row.getLong(1), host -> new HashSet<>()).add(row.getString(2));
                });
        Map<Long, HAState> states = store.rows().stream().filter(HARow::enabled)
                .filter(row -> row.stored().state().isPresent())
                .collect(Collectors.toMap(HARow::resourceId, row -> row.stored().state().get()));
        snapshot = new Snapshot(disks, pools, states);
    }

    @Override
    public List<Resource> neighbours(Resource host) {
        return inventory.hosts().stream()
                .filter(other -> !other.resource().equals(host) && isNear(other.resource(), host))
                .filter(other -> !other.inMaintenance() && mayTestify(other)).map(HostInfo::resource).toList();
    }

    /** In the same cluster, or in the same pod and with a pool in common. */
    private boolean isNear(Resource other, Resource host) {
        return other.clusterId() == host.clusterId()
                || other.podId() == host.podId() && !Collections.disjoint(pools(other), pools(host));
    }

    private boolean mayTestify(HostInfo host) {
        HAState state = snapshot.states().getOrDefault(host.resource().id(), HAState.Disabled);
        boolean lookedAfter = state != HAState.Disabled && state != HAState.Ineligible;
        return lookedAfter ? state == HAState.Available : monitor.answers(host);
    }

    @Override
    public List<VmDisk> disks(Resource host) {
        return snapshot.disks().getOrDefault(host.id(), List.of());
    }

    @Override
    public Set<String> pools(Resource host) {
        return snapshot.pools().getOrDefault(host.id(), Set.of());
    }

    @Override
    public Optional<String> outOfService(Resource host) {
        return inventory.host(host.id()).map(HostInfo::resourceState).filter(state -> !state.equals("Enabled"))
                .map(state -> "its resource state is " + state);
    }
}
