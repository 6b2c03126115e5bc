package org.hostha.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;

/**
 * The kill switches of zones and clusters: CloudStack's details {@code resourceHAEnabled} and
 * {@code outOfBandManagementEnabled}. Absent, empty, or {@code true}
 * in any case is on; any other text is off. The tables allow several rows of one name: then one that is off is enough.
 */
final class Switches {

    static final Switches HA = new Switches("HA", "resourceHAEnabled");
    static final Switches OUT_OF_BAND_MANAGEMENT = new Switches("out-of-band management", "outOfBandManagementEnabled");

    private final String what;
    private final String name;

    private Switches(String what, String name) {
        this.what = what;
        this.name = name;
    }

    /** Delete, then insert, as CloudStack does. Call in a transaction. */
    void turn(Connection connection, Partition partition, boolean on) throws SQLException {
        lock(connection);
        String value = Boolean.toString(on);
        if (partition.type() == PartitionType.Zone) {
            Jdbc.update(connection, "DELETE FROM data_center_details WHERE dc_id = ? AND name = ?", partition.id(),
                    name);
            Jdbc.update(connection,
                    "INSERT INTO data_center_details (dc_id, name, `value`, display) VALUES (?, ?, ?, 1)",
                    partition.id(), name, value);
        } else {
            Jdbc.update(connection, "DELETE FROM cluster_details WHERE cluster_id = ? AND name = ?", partition.id(),
                    name);
            Jdbc.update(connection, "INSERT INTO cluster_details (cluster_id, name, `value`) VALUES (?, ?, ?)",
                    partition.id(), name, value);
        }
    }

    boolean on(Connection connection, Partition partition) throws SQLException {
        return values(connection, partition, "").stream().allMatch(Switches::on);
    }

    /**
     * Which switch above the resource is off, in words; empty when none is. Call in a transaction, after {@link #lock}:
     * what it has seen then holds until the transaction's end.
     */
    Optional<String> off(Connection connection, Resource resource) throws SQLException {
        if (!lockedOn(connection, Partition.zone(resource.zoneId()))) {
            return Optional.of(what + " is switched off for zone " + resource.zoneId());
        }
        if (resource.clusterId() != 0 && !lockedOn(connection, Partition.cluster(resource.clusterId()))) {
            return Optional.of(what + " is switched off for cluster " + resource.clusterId());
        }
        return Optional.empty();
    }

    /**
     * Keeps everyone else from turning or reading switches under lock until the transaction's end. A lock on the
     * details alone would not do: a switch that was never turned has no row to lock.
     */
    static void lock(Connection connection) throws SQLException {
        List<String> locked = Jdbc.query(connection, row -> row.getString("name"),
                "SELECT name FROM hostha_lock WHERE name = 'switches' FOR UPDATE");
        if (locked.isEmpty()) {
            throw new StoreException("row 'switches' of hostha_lock is missing: nothing may be armed without it");
        }
    }

    /** Locking, so that it sees the newest rows whatever the isolation, also those of whoever does not use our lock. */
    private boolean lockedOn(Connection connection, Partition partition) throws SQLException {
        return values(connection, partition, " FOR UPDATE").stream().allMatch(Switches::on);
    }

    private List<String> values(Connection connection, Partition partition, String lock) throws SQLException {
        String table = partition.type() == PartitionType.Zone ? "data_center_details WHERE dc_id = ?"
                : "cluster_details WHERE cluster_id = ?";
        return Jdbc.query(connection, row -> row.getString("value"),
                "SELECT `value` FROM " + table + " AND name = ?" + lock, partition.id(), name);
    }

    private static boolean on(String value) {
        return value == null || value.isEmpty() || value.equalsIgnoreCase("true");
    }
}
