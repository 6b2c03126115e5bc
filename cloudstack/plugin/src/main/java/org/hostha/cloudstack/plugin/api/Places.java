package org.hostha.cloudstack.plugin.api;

import java.util.Optional;
import org.hostha.cloudstack.plugin.store.Sql;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;

/** Zones, pods, clusters and hosts by their ids, from CloudStack's tables. */
final class Places {

    private final Sql sql;

    Places(Sql sql) {
        this.sql = sql;
    }

    /** Empty when it was removed. */
    Optional<Place> find(Partition partition) {
        return sql.first(row -> new Place(row.getLong("id"), row.getString("uuid"), row.getString("name")),
                "SELECT id, uuid, name FROM " + table(partition.type()) + " WHERE removed IS NULL AND id = ?", partition.id());
    }

    /** @throws IllegalArgumentException when there is none */
    Place get(Partition partition) {
        return find(partition).orElseThrow(() -> new IllegalArgumentException("Unable to find " + partition.type()
                + " by ID: " + partition.id()));
    }

    /** @throws IllegalArgumentException when there is none */
    Partition pod(String uuid) {
        return sql.first(row -> Partition.pod(row.getLong("id")),
                "SELECT id FROM host_pod_ref WHERE removed IS NULL AND uuid = ?", uuid)
                .orElseThrow(() -> new IllegalArgumentException("Unable to find Pod by ID: " + uuid));
    }

    /** Who a user is, for people. */
    String user(long id) {
        return sql.first(row -> row.getString("username"), "SELECT username FROM `user` WHERE id = ?", id)
                .orElse("user " + id);
    }

    private static String table(PartitionType type) {
        return switch (type) {
            case Zone -> "data_center";
            case Pod -> "host_pod_ref";
            case Cluster -> "cluster";
            case Host -> "host";
            case VM -> "vm_instance";
        };
    }
}
