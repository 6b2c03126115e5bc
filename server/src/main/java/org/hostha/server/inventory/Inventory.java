package org.hostha.server.inventory;

import java.net.URI;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.spi.ResourceDirectory;
import org.hostha.server.db.Database;
import org.hostha.server.settings.Catalogue;
import org.hostha.server.settings.DatabaseSettings;

/** The hosts that exist, in memory; {@link #reload()} follows every change of their rows. */
public final class Inventory implements ResourceDirectory {

    private final Database database;
    private volatile Map<Long, HostInfo> hosts = Map.of();
    private volatile Map<Long, String> clusters = Map.of();

    public Inventory(Database database) {
        this.database = database;
        reload();
    }

    /**
     * Brings the tables in step with a file: what is new is added, what is known is updated, what the file does not
     * name is left alone. Where a VM is and what state it is in belongs to the database once the VM is known.
     *
     * @throws InventoryException when the file can't be read or is wrong; nothing is changed then
     */
    public void apply(Path file, Catalogue catalogue, DatabaseSettings settings) {
        InventorySpec spec = InventoryFile.read(file, catalogue);
        database.transactions().executeWithoutResult(transaction -> new InventoryWriter(database.jdbc()).write(spec));
        spec.settings().forEach((key, value) -> settings.update(key, Optional.empty(), value));
        reload();
    }

    /** Reads the hosts' rows again; within a transaction of {@link Database#transactions()} as soon as that is committed. */
    public void reload() {
        database.afterCommit(this::read);
    }

    /** One at a time: what was read before a change must not come after it. */
    private synchronized void read() {
        Map<Long, HostInfo> read = new LinkedHashMap<>();
        database.jdbc().sql("SELECT * FROM host WHERE removed IS NULL AND type = 'Routing' ORDER BY id")
                .query(Inventory::host).list().forEach(host -> read.put(host.resource().id(), host));
        Map<Long, String> names = new HashMap<>();
        database.jdbc().sql("SELECT id, name FROM cluster WHERE removed IS NULL")
                .query(row -> {
                    names.put(row.getLong("id"), row.getString("name"));
                });
        hosts = Collections.unmodifiableMap(read);
        clusters = names;
    }

    public Collection<HostInfo> hosts() {
        return hosts.values();
    }

    public Optional<HostInfo> host(long id) {
        return Optional.ofNullable(hosts.get(id));
    }

    @Override
    public Optional<Resource> find(Partition resource) {
        return resource.type() == PartitionType.Host ? host(resource.id()).map(HostInfo::resource) : Optional.empty();
    }

    @Override
    public List<Resource> within(Partition partition) {
        return hosts.values().stream().map(HostInfo::resource).filter(host -> switch (partition.type()) {
            case Zone -> host.zoneId() == partition.id();
            case Pod -> host.podId() == partition.id();
            case Cluster -> host.clusterId() == partition.id();
            case Host -> host.id() == partition.id();
            case VM -> false;
        }).toList();
    }

    @Override
    public String name(Partition partition) {
        String name = partition.type() == PartitionType.Cluster ? clusters.get(partition.id()) : null;
        return name == null ? ResourceDirectory.super.name(partition) : name;
    }

    private static HostInfo host(ResultSet row, int number) throws SQLException {
        Resource resource = new Resource(PartitionType.Host, row.getLong("id"), row.getString("uuid"),
                row.getString("name"), row.getLong("data_center_id"), row.getLong("pod_id"), row.getLong("cluster_id"));
        return new HostInfo(resource, row.getString("private_ip_address").trim(),
                Optional.ofNullable(row.getString("url")).map(URI::create),
                row.getString("hypervisor_type"), row.getString("resource_state"));
    }
}
