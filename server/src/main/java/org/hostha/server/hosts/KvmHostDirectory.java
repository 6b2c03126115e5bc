package org.hostha.server.hosts;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.ArrayList;
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
import org.hostha.ha.spi.HAStore;
import org.hostha.server.db.Database;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;

/** What the KVM provider knows of hosts: from memory, read anew every second. */
public final class KvmHostDirectory implements HostDirectory {

    private static final Logger LOG = LogManager.getLogger(KvmHostDirectory.class);
    private static final Duration REFRESH = Duration.ofSeconds(1);

    /** Pool types on which CloudStack's agents write a heartbeat. */
    private static final String HEARTBEAT_POOLS = "('NetworkFilesystem', 'StorPool', 'Linstor')";

    /** @param states of the hosts that HA is switched on for */
    private record Snapshot(Map<Long, List<String>> vms, Map<Long, Set<String>> pools, Map<Long, HAState> states) { }

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
        Map<Long, List<String>> vms = new HashMap<>();
        database.jdbc().sql("SELECT host_id, instance_name FROM vm_instance WHERE host_id IS NOT NULL AND removed IS"
                + " NULL AND state <> 'Stopped' ORDER BY id")
                .query(row -> {
                    vms.computeIfAbsent(row.getLong(1), host -> new ArrayList<>()).add(row.getString(2));
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
        snapshot = new Snapshot(vms, pools, states);
    }

    @Override
    public List<Resource> neighbours(Resource host) {
        return inventory.hosts().stream()
                .filter(other -> other.resource().clusterId() == host.clusterId() && !other.resource().equals(host))
                .filter(other -> !other.inMaintenance() && mayTestify(other)).map(HostInfo::resource).toList();
    }

    private boolean mayTestify(HostInfo host) {
        HAState state = snapshot.states().getOrDefault(host.resource().id(), HAState.Disabled);
        boolean lookedAfter = state != HAState.Disabled && state != HAState.Ineligible;
        return lookedAfter ? state == HAState.Available : monitor.answers(host);
    }

    @Override
    public List<String> vmNames(Resource host) {
        return snapshot.vms().getOrDefault(host.id(), List.of());
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
