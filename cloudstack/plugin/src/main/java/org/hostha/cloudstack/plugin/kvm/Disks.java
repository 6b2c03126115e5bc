package org.hostha.cloudstack.plugin.kvm;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hostha.cloudstack.plugin.store.Sql;
import org.hostha.core.Resource;
import org.hostha.ha.kvm.spi.VmDisk;

/** The disks of the VMs that CloudStack has on a host. Waits for the database. */
final class Disks {

    /** @param poolId internal id, and uuid, of the pool that the volume lies on */
    record Disk(long volumeId, long poolId, String poolUuid, VmDisk disk) { }

    private final Sql sql;

    Disks(Sql sql) {
        this.sql = sql;
    }

    List<Disk> on(Resource host, Collection<String> pools) {
        if (pools.isEmpty()) {
            return List.of();
        }
        return sql.list(row -> new Disk(row.getLong("id"), row.getLong("pool_id"), row.getString("uuid"),
                new VmDisk(row.getString("instance_name"), row.getString("uuid"), row.getString("path"))),
                "SELECT v.id, v.pool_id, p.uuid, i.instance_name, COALESCE(v.path, v.uuid) AS path FROM vm_instance i"
                + " JOIN volumes v ON v.instance_id = i.id JOIN storage_pool p ON p.id = v.pool_id"
                + " WHERE i.host_id = ? AND i.removed IS NULL AND v.removed IS NULL AND i.state <> 'Stopped' AND p.uuid IN "
                + Sql.marks(pools) + " ORDER BY v.id",
                Stream.concat(Stream.of(host.id()), Set.copyOf(pools).stream()).toArray());
    }
}
