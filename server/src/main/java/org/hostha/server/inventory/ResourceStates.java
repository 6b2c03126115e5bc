package org.hostha.server.inventory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;

/**
 * CloudStack's resource states of a host: what an admin, and a fence, may do with them.
 *
 * <pre>
 * Enabled, Disabled                                                Enable                    Enabled
 * Enabled, Disabled, ErrorInMaintenance,
 *   ErrorInPrepareForMaintenance                                   Disable                   Disabled
 * Enabled, ErrorInMaintenance                                      AdminAskMaintenance       PrepareForMaintenance
 * Degraded                                                         AdminAskMaintenance       Maintenance
 * Enabled, PrepareForMaintenance, ErrorInPrepareForMaintenance     InternalEnterMaintenance  Maintenance
 * each of the four states of maintenance                           AdminCancelMaintenance    Enabled
 * Enabled, Disabled, Maintenance, Degraded                         DeclareHostDegraded       Degraded
 * Degraded                                                         EnableDegradedHost        Enabled
 * </pre>
 *
 * A host is declared as degraded a second time where the first one did not get to all of its VMs; CloudStack refuses that.
 */
public final class ResourceStates {

    private static final String ENABLED = "Enabled";
    private static final String DISABLED = "Disabled";
    private static final String DEGRADED = "Degraded";
    private static final String PREPARE = "PrepareForMaintenance";
    private static final String MAINTENANCE = "Maintenance";
    private static final String ERROR_IN_PREPARE = "ErrorInPrepareForMaintenance";
    private static final String ERROR_IN_MAINTENANCE = "ErrorInMaintenance";

    /** What may happen to a resource state; the edges of the table above. */
    private enum Event {
        ENABLE(edges(ENABLED, ENABLED, DISABLED)),
        DISABLE(edges(DISABLED, ENABLED, DISABLED, ERROR_IN_MAINTENANCE, ERROR_IN_PREPARE)),
        ASK_MAINTENANCE(Map.of(ENABLED, PREPARE, ERROR_IN_MAINTENANCE, PREPARE, DEGRADED, MAINTENANCE)),
        ENTER_MAINTENANCE(edges(MAINTENANCE, ENABLED, PREPARE, ERROR_IN_PREPARE)),
        CANCEL_MAINTENANCE(edges(ENABLED, PREPARE, ERROR_IN_PREPARE, MAINTENANCE, ERROR_IN_MAINTENANCE)),
        DECLARE_DEGRADED(edges(DEGRADED, ENABLED, DISABLED, MAINTENANCE, DEGRADED)),
        ENABLE_DEGRADED(edges(ENABLED, DEGRADED));

        private final Map<String, String> edges;

        Event(Map<String, String> edges) {
            this.edges = edges;
        }

        private static Map<String, String> edges(String to, String... from) {
            return List.of(from).stream().collect(Collectors.toMap(state -> state, state -> to));
        }
    }

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
        holding(hostId, state -> move(hostId, state, Event.ENTER_MAINTENANCE));
    }

    /**
     * Enters maintenance on an admin's wish.
     *
     * @throws RefusedException when VMs are still on the host, or its state knows no way there
     */
    public void enterMaintenance(long hostId) {
        holding(hostId, state -> {
            refuseWithVms(hostId, "enter maintenance");
            Optional<String> next = move(hostId, state, Event.ASK_MAINTENANCE);
            require(next.filter(to -> to.equals(MAINTENANCE) || move(hostId, to, Event.ENTER_MAINTENANCE).isPresent()),
                    "A host in resource state " + state + " can't enter maintenance.");
        });
    }

    /**
     * Leaves maintenance.
     *
     * @throws RefusedException when the host is not in maintenance
     */
    public void cancelMaintenance(long hostId) {
        holding(hostId, state -> require(move(hostId, state, Event.CANCEL_MAINTENANCE),
                "A host in resource state " + state + " has no maintenance to cancel."));
    }

    /**
     * Lets VMs be placed on the host, or no longer.
     *
     * @throws RefusedException when its state knows no way there
     */
    public void enable(long hostId, boolean enabled) {
        holding(hostId, state -> require(move(hostId, state, enabled ? Event.ENABLE : Event.DISABLE),
                "A host in resource state " + state + " can't be " + (enabled ? "enabled." : "disabled.")));
    }

    /** @throws RefusedException when its state knows no way there */
    public void declareDegraded(long hostId) {
        holding(hostId, state -> require(move(hostId, state, Event.DECLARE_DEGRADED),
                "A host in resource state " + state + " can't be declared as degraded."));
    }

    /** @throws RefusedException when the host is not degraded */
    public void cancelDegraded(long hostId) {
        holding(hostId, state -> require(move(hostId, state, Event.ENABLE_DEGRADED),
                "A host in resource state " + state + " is not degraded."));
    }

    /**
     * Takes the host out of the inventory. Its HA and out-of-band management rows stay, as in CloudStack.
     *
     * @param forced also when it is not in maintenance
     * @throws RefusedException when it is not in maintenance and not forced, or VMs are on it
     */
    public void delete(long hostId, boolean forced) {
        holding(hostId, state -> {
            if (!state.equals(MAINTENANCE) && !forced) {
                throw new RefusedException("A host in resource state " + state + " can't be deleted: put it into"
                        + " maintenance first, or give forced=true.");
            }
            refuseWithVms(hostId, "be deleted");
            database.jdbc().sql("UPDATE host SET removed = ?, status = 'Removed',"
                    + " resource_state = 'Disabled', update_count = update_count + 1 WHERE id = ? AND removed IS NULL")
                    .param(Utc.now()).param(hostId).update();
        });
    }

    private void refuseWithVms(long hostId, String what) {
        int vms = database.jdbc().sql("SELECT COUNT(*) FROM vm_instance WHERE host_id = ? AND removed IS NULL"
                + " AND state <> 'Stopped'").param(hostId).query(Integer.class).single();
        if (vms > 0) {
            throw new RefusedException("The host can't " + what + " while it has " + vms
                    + " VMs; stop them or move them away first.");
        }
    }

    private static void require(Optional<String> moved, String otherwise) {
        if (moved.isEmpty()) {
            throw new RefusedException(otherwise);
        }
    }

    /**
     * Changes a host wholly or not at all, knowing the state that it is in. Its row is held meanwhile, so that no VM is
     * bound to it.
     */
    private void holding(long hostId, Consumer<String> change) {
        database.transactions().executeWithoutResult(transaction -> change.accept(database.jdbc().sql("SELECT"
                + " resource_state FROM host WHERE id = ? AND removed IS NULL FOR UPDATE").param(hostId)
                .query(String.class).optional().orElse("")));
        inventory.reload();
    }

    /** The state that it is in now; empty when there is no such edge. */
    private Optional<String> move(long hostId, String from, Event event) {
        Optional<String> to = Optional.ofNullable(event.edges.get(from));
        to.ifPresent(state -> database.jdbc().sql("UPDATE host SET resource_state = ?, update_count = update_count + 1"
                + " WHERE id = ?").param(state).param(hostId).update());
        return to;
    }
}
