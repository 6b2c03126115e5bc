package org.hostha.cloudstack.plugin.inventory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hostha.cloudstack.plugin.store.Sql;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.spi.ResourceDirectory;

/** CloudStack's routing hosts and their storage pools, from memory, as of the last {@link #reload()}. */
public final class HostTable implements ResourceDirectory {

    /** Pool types on which CloudStack's KVM agents write a heartbeat. */
    private static final String HEARTBEAT_POOLS = "('NetworkFilesystem', 'StorPool', 'Linstor')";

    private static final String SELECT = """
            SELECT h.id, h.uuid, h.name, h.data_center_id, h.pod_id, h.cluster_id, h.status, h.resource_state,
                h.hypervisor_type, h.private_ip_address,
                (SELECT c.ha_state FROM ha_config c
                    WHERE c.resource_id = h.id AND c.resource_type = 'Host' AND c.enabled = 1) AS ha_state
            FROM host h WHERE h.removed IS NULL AND h.type = 'Routing'""";

    private static final String NEWEST = "SELECT id FROM host ORDER BY id DESC LIMIT 1";

    private static final String POOLS = "SELECT r.host_id, p.uuid FROM storage_pool_host_ref r JOIN storage_pool p"
            + " ON p.id = r.pool_id WHERE p.removed IS NULL AND p.pool_type IN " + HEARTBEAT_POOLS;

    private final Sql sql;
    private volatile long newest;
    private volatile Map<Long, HostRow> hosts = Map.of();
    private volatile Map<Long, List<HostRow>> byPod = Map.of();
    private volatile Map<Long, Set<String>> pools = Map.of();

    public HostTable(Sql sql) {
        this.sql = sql;
    }

    /** Waits for the database. */
    public void reload() {
        long last = sql.first(row -> row.getLong("id"), NEWEST).orElse(0L);
        Map<Long, HostRow> found = new LinkedHashMap<>();
        sql.list(HostTable::map, SELECT + " ORDER BY h.id").forEach(row -> found.put(row.resource().id(), row));
        hosts = found;
        newest = last;
        byPod = found.values().stream().collect(Collectors.groupingBy(row -> row.resource().podId()));
    }

    /** Like {@link #reload()}, of what changes seldom. */
    public void reloadPools() {
        Map<Long, Set<String>> found = new HashMap<>();
        sql.list(row -> found.computeIfAbsent(row.getLong("host_id"), host -> new HashSet<>()).add(row.getString("uuid")),
                POOLS);
        pools = found;
    }

    private static HostRow map(ResultSet row) throws SQLException {
        Resource host = new Resource(PartitionType.Host, row.getLong("id"), row.getString("uuid"), row.getString("name"),
                row.getLong("data_center_id"), row.getLong("pod_id"), row.getLong("cluster_id"));
        return new HostRow(host, text(row, "status"), text(row, "resource_state"), text(row, "hypervisor_type"),
                text(row, "private_ip_address").strip(), text(row, "ha_state"));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElse("");
    }

    /** All hosts, by id. */
    public Collection<HostRow> all() {
        return hosts.values();
    }

    /** The hosts of its pod, itself among them: of its cluster, too, which lies within the pod. */
    public List<HostRow> around(Resource host) {
        return byPod.getOrDefault(host.podId(), List.of());
    }

    /**
     * A host that came after the last {@link #reload()} is asked of the database. An older one that is not known was removed;
     * its rows elsewhere stay for good, and must not cost a statement at each look.
     */
    public Optional<HostRow> host(long id) {
        Optional<HostRow> known = Optional.ofNullable(hosts.get(id));
        return known.isPresent() || id <= newest ? known : sql.first(HostTable::map, SELECT + " AND h.id = ?", id);
    }

    /** From memory alone. */
    public Optional<HostRow> known(Resource host) {
        return Optional.ofNullable(hosts.get(host.id()));
    }

    /** Uuids of the host's pools with heartbeats. */
    public Set<String> pools(Resource host) {
        return pools.getOrDefault(host.id(), Set.of());
    }

    @Override
    public Optional<Resource> find(Partition resource) {
        return resource.type() == PartitionType.Host ? host(resource.id()).map(HostRow::resource) : Optional.empty();
    }

    @Override
    public List<Resource> within(Partition partition) {
        return all().stream().map(HostRow::resource).filter(host -> switch (partition.type()) {
            case Zone -> host.zoneId() == partition.id();
            case Pod -> host.podId() == partition.id();
            case Cluster -> host.clusterId() == partition.id();
            case Host -> host.id() == partition.id();
            case VM -> false;
        }).toList();
    }
}
