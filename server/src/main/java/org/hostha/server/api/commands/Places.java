package org.hostha.server.api.commands;

import org.hostha.core.Resource;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Entity;
import org.hostha.server.db.Database;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;

/** Finds what id parameters name, as far as it still exists; else the error is CloudStack's. */
public final class Places {

    /** A zone or cluster, for people. */
    public record Place(long id, String uuid, String name) { }

    private final Database database;
    private final Inventory inventory;

    public Places(Database database, Inventory inventory) {
        this.database = database;
        this.inventory = inventory;
    }

    /** @throws ApiException 431 */
    public HostInfo hostInfo(long id) {
        return inventory.host(id).orElseThrow(() -> notFound(Entity.HOST, id));
    }

    /** @throws ApiException 431 */
    public Resource host(long id) {
        return hostInfo(id).resource();
    }

    /** @throws ApiException 431 */
    public Place cluster(long id) {
        return place(Entity.CLUSTER, id);
    }

    /** @throws ApiException 431 */
    public Place zone(long id) {
        return place(Entity.ZONE, id);
    }

    private Place place(Entity entity, long id) {
        return database.jdbc().sql("SELECT id, uuid, name FROM " + entity.table() + " WHERE id = ? AND removed IS NULL")
                .param(id).query(Place.class).optional().orElseThrow(() -> notFound(entity, id));
    }

    private static ApiException notFound(Entity entity, long id) {
        return ApiException.invalidValue("Unable to find " + entity.label() + " by ID: " + id);
    }
}
