package org.hostha.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.ha.HARow;

/** Changes of owner, many in one transaction. */
final class Claims {

    private static final String TAKE = "UPDATE ha_config SET mgmt_server_id = ?, update_count = update_count + 1"
            + " WHERE resource_id = ? AND resource_type = ? AND update_count = ?";

    private static final String RAISE_EPOCH = "INSERT INTO hostha_case (ha_config_id, epoch)"
            + " SELECT id, 1 FROM ha_config WHERE resource_id = ? AND resource_type = ?"
            + " ON DUPLICATE KEY UPDATE epoch = epoch + 1";

    private Claims() {
    }

    /** @return each row as it is now, empty where somebody else was faster; in order */
    static List<Optional<HARow>> claim(Connection connection, List<HARow> seen, long owner) throws SQLException {
        int[] counts = Jdbc.batch(connection, TAKE, seen.stream().map(row -> new Object[] {owner, row.resourceId(),
                HARows.resourceType(row.resourceType()), row.version()}).toList());
        List<HARow> won = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                Jdbc.mustBeOne(counts[i], "the claim of " + key(seen.get(i)));
                won.add(seen.get(i));
            }
        }
        Jdbc.batch(connection, RAISE_EPOCH, won.stream().map(row -> new Object[] {row.resourceId(),
                HARows.resourceType(row.resourceType())}).toList());
        Map<Partition, HARow> now = read(connection, won);
        return seen.stream().map(row -> Optional.ofNullable(now.get(key(row)))).toList();
    }

    /** One statement for each type of resource: a row of another type with the same id may not be readable. */
    private static Map<Partition, HARow> read(Connection connection, List<HARow> won) throws SQLException {
        Map<Partition, HARow> rows = new HashMap<>();
        Map<PartitionType, List<HARow>> types = won.stream().collect(Collectors.groupingBy(HARow::resourceType));
        for (Map.Entry<PartitionType, List<HARow>> type : types.entrySet()) {
            List<Object> parameters = new ArrayList<>(List.of(HARows.resourceType(type.getKey())));
            type.getValue().forEach(row -> parameters.add(row.resourceId()));
            String marks = String.join(", ", Collections.nCopies(type.getValue().size(), "?"));
            Jdbc.query(connection, HARows::map, HARows.SELECT + " WHERE h.resource_type = ? AND h.resource_id IN ("
                    + marks + ")", parameters.toArray()).forEach(row -> rows.put(key(row), row));
        }
        return rows;
    }

    private static Partition key(HARow row) {
        return new Partition(row.resourceType(), row.resourceId());
    }
}
