package org.hostha.server.inventory;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hostha.server.db.Utc;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes an inventory into CloudStack's tables; runs within a transaction of its caller. */
final class InventoryWriter {

    /** CloudStack's account and domain of what belongs to nobody in particular. */
    private static final long SYSTEM = 1;

    private final JdbcClient jdbc;
    private final RowWriter rows;

    InventoryWriter(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.rows = new RowWriter(jdbc);
    }

    void write(InventorySpec spec) {
        for (InventorySpec.Zone zone : spec.zones()) {
            long zoneId = findOrInsert("data_center", Map.of("name", zone.name()),
                    Map.of("zone_token", UUID.randomUUID().toString()));
            for (InventorySpec.Pod pod : zone.pods()) {
                long podId = findOrInsert("host_pod_ref", Map.of("name", pod.name(), "data_center_id", zoneId),
                        Map.of());
                pod.clusters().forEach(cluster -> write(cluster, zoneId, podId));
            }
        }
    }

    private void write(InventorySpec.Cluster cluster, long zoneId, long podId) {
        long clusterId = findOrInsert("cluster", Map.of("name", cluster.name(), "pod_id", podId),
                Map.of("data_center_id", zoneId, "hypervisor_type", cluster.hypervisor()));
        Map<String, Object> place = Map.of("data_center_id", zoneId, "pod_id", podId, "cluster_id", clusterId);
        Map<String, Long> pools = new HashMap<>();
        cluster.pools().forEach(pool -> pools.put(pool.name(), pool(pool, cluster, place)));
        Map<String, Long> hosts = new HashMap<>();
        cluster.hosts().forEach(host ->
                hosts.put(host.name(), host(host, cluster, place, pools.values().stream().toList())));
        cluster.vms().forEach(vm -> vm(vm, cluster, place, hosts.get(vm.host()), pools.get(vm.pool())));
    }

    private long pool(InventorySpec.Pool pool, InventorySpec.Cluster cluster, Map<String, Object> place) {
        Map<String, Object> fields = new HashMap<>(place);
        fields.putAll(Map.of("pool_type", pool.type(), "path", pool.path(), "status", "Up", "scope", "CLUSTER",
                "hypervisor", cluster.hypervisor(), "created", Utc.now()));
        long id = findOrInsert("storage_pool", Map.of("name", pool.name(), "cluster_id", place.get("cluster_id")),
                fields);
        jdbc.sql("UPDATE storage_pool SET path = ?, pool_type = ? WHERE id = ?").param(pool.path()).param(pool.type())
                .param(id).update();
        return id;
    }

    private long host(InventorySpec.Host host, InventorySpec.Cluster cluster, Map<String, Object> place,
            List<Long> pools) {
        Map<String, Object> fields = new HashMap<>(place);
        fields.putAll(Map.of("status", "Connecting", "type", "Routing", "private_ip_address", host.address(),
                "hypervisor_type", cluster.hypervisor(), "created", Utc.now()));
        long id = findOrInsert("host", Map.of("name", host.name(), "cluster_id", place.get("cluster_id")), fields);
        jdbc.sql("UPDATE host SET private_ip_address = ?, url = ? WHERE id = ?").param(host.address())
                .param(host.agent().map(URI::toString).orElse(null)).param(id).update();
        pools.forEach(pool -> attach(id, pool));
        return id;
    }

    private void attach(long host, long pool) {
        Optional<Long> attached = jdbc.sql("SELECT id FROM storage_pool_host_ref WHERE host_id = ? AND pool_id = ?")
                .param(host).param(pool).query(Long.class).optional();
        if (attached.isEmpty()) {
            jdbc.sql("INSERT INTO storage_pool_host_ref (host_id, pool_id, created) VALUES (?, ?, ?)").param(host)
                    .param(pool).param(Utc.now()).update();
        }
    }

    /** Of a VM that is known, only whether it is to be restarted is taken from the file. */
    private void vm(InventorySpec.Vm vm, InventorySpec.Cluster cluster, Map<String, Object> place, long host,
            long pool) {
        int known = jdbc.sql("UPDATE vm_instance SET ha_enabled = ? WHERE instance_name = ? AND removed IS NULL")
                .param(vm.ha() ? 1 : 0).param(vm.name()).update();
        if (known > 0) {
            return;
        }
        long id = findOrInsert("vm_instance", Map.of("instance_name", vm.name()),
                Map.of("name", vm.name(), "display_name", vm.name(), "state", "Running", "host_id", host,
                        "ha_enabled", vm.ha() ? 1 : 0, "hypervisor_type", cluster.hypervisor(), "created", Utc.now()),
                Map.of("pod_id", place.get("pod_id"), "data_center_id", place.get("data_center_id"),
                        "account_id", SYSTEM, "domain_id", SYSTEM));
        rows.insert("volumes", Map.of("account_id", SYSTEM, "domain_id", SYSTEM, "pool_id", pool, "instance_id", id, "name",
                "ROOT-" + id, "path", vm.disk().orElse(vm.name()), "data_center_id", place.get("data_center_id"),
                "volume_type", "ROOT", "state", "Ready"));
    }

    @SafeVarargs
    private long findOrInsert(String table, Map<String, ?> key, Map<String, ?>... others) {
        JdbcClient.StatementSpec find = jdbc.sql("SELECT id FROM " + table + " WHERE removed IS NULL AND "
                + String.join(" AND ", key.keySet().stream().map(column -> column + " = :" + column).toList()));
        Optional<Long> found = find.params(key).query(Long.class).optional();
        if (found.isPresent()) {
            return found.get();
        }
        Map<String, Object> row = new HashMap<>(key);
        for (Map<String, ?> other : others) {
            row.putAll(other);
        }
        return rows.insert(table, row);
    }
}
