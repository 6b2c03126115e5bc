package org.hostha.server.inventory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Inserts rows that have a UUID. */
final class RowWriter {

    private final JdbcClient jdbc;

    RowWriter(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return the new row's id */
    long insert(String table, Map<String, ?> fields) {
        Map<String, Object> row = new HashMap<>(fields);
        String uuid = UUID.randomUUID().toString();
        row.put("uuid", uuid);
        List<String> columns = List.copyOf(row.keySet());
        jdbc.sql("INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES (:"
                + String.join(", :", columns) + ")")
                .params(row).update();
        return jdbc.sql("SELECT id FROM " + table + " WHERE uuid = ?").param(uuid).query(Long.class).single();
    }
}
