package org.hostha.server.api.commands;

import java.util.Optional;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Entity;
import org.hostha.server.db.Database;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;

/** Finds what id parameters name, as far as it still exists; else the error is CloudStack's. */
public final class Places {

    /** A zone, pod, cluster or host, for people. */
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

    /**
     * A cluster that hosts of a hypervisor can be added to.
     *
     * @param pod that it must be in
     * @throws ApiException 431
     */
    Place cluster(long id, long pod, String hypervisor) {
        Place cluster = cluster(id);
        boolean fits = database.jdbc().sql("SELECT COUNT(*) FROM cluster WHERE id = ? AND pod_id = ?"
                + " AND hypervisor_type = ?").param(id).param(pod).param(hypervisor).query(Integer.class).single() > 0;
        if (!fits) {
            throw ApiException.invalidValue("Cluster " + cluster.name() + " is not in that pod, or is not of hypervisor "
                    + hypervisor);
        }
        return cluster;
    }

    /**
     * @param zone that it must be in
     * @throws ApiException 431
     */
    Place pod(long zone, long id) {
        zone(zone);
        Place pod = place(Entity.POD, id);
        boolean fits = database.jdbc().sql("SELECT COUNT(*) FROM host_pod_ref WHERE id = ? AND data_center_id = ?")
                .param(id).param(zone).query(Integer.class).single() > 0;
        if (!fits) {
            throw ApiException.invalidValue("Pod " + pod.name() + " is not in that zone");
        }
        return pod;
    }

    /** @throws ApiException 431 */
    public Place zone(long id) {
        return place(Entity.ZONE, id);
    }

    /** @throws ApiException 431 */
    public Place pod(long id) {
        return place(Entity.POD, id);
    }

    /** What stands behind a partition that was stored; empty when it is gone. */
    public Optional<Place> behind(Partition partition) {
        Entity entity = switch (partition.type()) {
            case Zone -> Entity.ZONE;
            case Pod -> Entity.POD;
            case Cluster -> Entity.CLUSTER;
            case Host -> Entity.HOST;
            case VM -> Entity.VIRTUAL_MACHINE;
        };
        return find(entity, partition.id());
    }

    private Place place(Entity entity, long id) {
        return find(entity, id).orElseThrow(() -> notFound(entity, id));
    }

    private Optional<Place> find(Entity entity, long id) {
        return database.jdbc().sql("SELECT id, uuid, name FROM " + entity.table() + " WHERE id = ? AND removed IS NULL")
                .param(id).query(Place.class).optional();
    }

    private static ApiException notFound(Entity entity, long id) {
        return ApiException.invalidValue("Unable to find " + entity.label() + " by ID: " + id);
    }
}
