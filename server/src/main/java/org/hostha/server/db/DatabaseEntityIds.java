package org.hostha.server.db;

import java.util.OptionalLong;
import org.hostha.server.api.Entity;
import org.hostha.server.api.EntityIds;

/** Looks ids up in the tables. */
public final class DatabaseEntityIds implements EntityIds {

    private final Database database;

    public DatabaseEntityIds(Database database) {
        this.database = database;
    }

    @Override
    public OptionalLong find(Entity entity, String uuid) {
        return database.jdbc().sql("SELECT id FROM " + entity.table() + " WHERE uuid = ?").param(uuid)
                .query(Long.class).optional().stream().mapToLong(Long::longValue).findFirst();
    }
}
