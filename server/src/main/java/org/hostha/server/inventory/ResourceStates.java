package org.hostha.server.inventory;

import java.util.Map;
import java.util.Optional;
import org.hostha.server.db.Database;

/**
 * CloudStack's resource states of a host, as far as they are in use: what an admin, and a fence, may do with them.
 *
 * <pre>
 * Enabled, ErrorInMaintenance                                      AdminAskMaintenance       PrepareForMaintenance
 * Enabled, PrepareForMaintenance, ErrorInPrepareForMaintenance     InternalEnterMaintenance  Maintenance
 * each of the four states of maintenance                           AdminCancelMaintenance    Enabled
 * </pre>
 */
public final class ResourceStates {

    private static final String ENABLED = "Enabled";
    private static final String PREPARE = "PrepareForMaintenance";
    private static final String MAINTENANCE = "Maintenance";
    private static final String ERROR_IN_PREPARE = "ErrorInPrepareForMaintenance";
    private static final String ERROR_IN_MAINTENANCE = "ErrorInMaintenance";

    private static final Map<String, String> ASK_MAINTENANCE = Map.of(ENABLED, PREPARE, ERROR_IN_MAINTENANCE, PREPARE);
    private static final Map<String, String> ENTER_MAINTENANCE =
            Map.of(ENABLED, MAINTENANCE, PREPARE, MAINTENANCE, ERROR_IN_PREPARE, MAINTENANCE);
    private static final Map<String, String> CANCEL_MAINTENANCE =
            Map.of(PREPARE, ENABLED, ERROR_IN_PREPARE, ENABLED, MAINTENANCE, ENABLED, ERROR_IN_MAINTENANCE, ENABLED);

    /** What an admin asked for is not possible in the state that the host is in. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private final Database database;
    private final Inventory inventory;

    public ResourceStates(Database database, Inventory inventory) {
        this.database = database;
        this.inventory = inventory;
    }

    /** Puts a fenced host into maintenance; where its state knows no way there, it stays as it is. Idempotent. */
    public void fenced(long hostId) {
        current(hostId).ifPresent(state -> move(hostId, state, ENTER_MAINTENANCE));
    }

    /**
     * Enters maintenance on an admin's wish.
     *
     * @throws RefusedException when VMs are still on the host, or its state knows no way there
     */
    public void enterMaintenance(long hostId) {
        int vms = database.jdbc().sql("SELECT COUNT(*) FROM vm_instance WHERE host_id = ? AND removed IS NULL"
                + " AND state <> 'Stopped'").param(hostId).query(Integer.class).single();
        if (vms > 0) {
            throw new RefusedException("The host still has " + vms + " VMs; stop them or move them away first.");
        }
        String state = current(hostId).orElse("");
        if (!move(hostId, state, ASK_MAINTENANCE) || !move(hostId, PREPARE, ENTER_MAINTENANCE)) {
            throw new RefusedException("A host in resource state " + state + " can't enter maintenance.");
        }
    }

    /**
     * Leaves maintenance.
     *
     * @throws RefusedException when the host is not in maintenance
     */
    public void cancelMaintenance(long hostId) {
        String state = current(hostId).orElse("");
        if (!move(hostId, state, CANCEL_MAINTENANCE)) {
            throw new RefusedException("A host in resource state " + state + " has no maintenance to cancel.");
        }
    }

    private Optional<String> current(long hostId) {
        return database.jdbc().sql("SELECT resource_state FROM host WHERE id = ? AND removed IS NULL").param(hostId)
                .query(String.class).optional();
    }

    private boolean move(long hostId, String from, Map<String, String> edges) {
        String to = edges.get(from);
        boolean moved = to != null && database.jdbc().sql("UPDATE host SET resource_state = ?,"
                + " update_count = update_count + 1"
                + " WHERE id = ? AND resource_state = ?").param(to).param(hostId).param(from).update() == 1;
        if (moved) {
            inventory.reload();
        }
        return moved;
    }
}
