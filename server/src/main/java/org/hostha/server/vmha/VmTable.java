package org.hostha.server.vmha;

import java.util.List;
import java.util.Optional;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where VMs are and what state they are in. Every change is a compare-and-set on the version that was read. */
final class VmTable {

    private final Database database;

    VmTable(Database database) {
        this.database = database;
    }

    /** VMs that are, or may be, at work on a host; those to be restarted first. */
    List<VmRow> on(long hostId) {
        return jdbc().sql("SELECT " + VmRow.COLUMNS + " FROM vm_instance v WHERE v.host_id = ? AND v.removed IS NULL"
                + " AND v.state <> 'Stopped' ORDER BY v.ha_enabled DESC, v.id").param(hostId).query(VmRow::of).list();
    }

    Optional<VmRow> byUuid(String uuid) {
        return jdbc().sql("SELECT " + VmRow.COLUMNS + " FROM vm_instance v WHERE v.uuid = ? AND v.removed IS NULL")
                .param(uuid).query(VmRow::of).optional();
    }

    Optional<VmRow> byId(long id) {
        return jdbc().sql("SELECT " + VmRow.COLUMNS + " FROM vm_instance v WHERE v.id = ? AND v.removed IS NULL")
                .param(id).query(VmRow::of).optional();
    }

    /** Running, starting and stopping VMs of a host. */
    int countOn(long hostId) {
        return jdbc().sql("SELECT COUNT(*) FROM vm_instance WHERE host_id = ? AND removed IS NULL AND state <>"
                + " 'Stopped'")
                .param(hostId).query(Integer.class).single();
    }

    /** The cluster of a host; of one that has been deleted, too, because VMs may still be owed to it. */
    Optional<Long> clusterOf(long hostId) {
        return jdbc().sql("SELECT cluster_id FROM host WHERE id = ? AND cluster_id IS NOT NULL").param(hostId)
                .query(Long.class).optional();
    }

    /** The pool of the VM's root volume, by name. */
    Optional<String> pool(long vmId) {
        return jdbc().sql("SELECT p.name FROM volumes o JOIN storage_pool p ON p.id = o.pool_id WHERE o.instance_id = ?"
                + " AND o.volume_type = 'ROOT' AND o.removed IS NULL").param(vmId).query(String.class).optional();
    }

    /** False when somebody else changed the row meanwhile. */
    boolean stopped(VmRow seen) {
        return jdbc().sql("UPDATE vm_instance SET state = 'Stopped', last_host_id = host_id, host_id = NULL,"
                        + " power_state = 'PowerOff', power_state_update_time = ?, update_time = ?,"
                        + " update_count = update_count + 1 WHERE id = ? AND update_count = ?")
                .param(Utc.now()).param(Utc.now()).param(seen.id()).param(seen.version()).update() == 1;
    }

    /**
     * Binds a stopped VM to the host that it is about to be started on, with the host's row held: whoever takes a host
     * out of service counts its VMs under the same lock.
     *
     * @return the VM as it is then; empty when somebody else changed it, or the host is not there or not enabled any more
     */
    Optional<VmRow> starting(VmRow seen, long hostId) {
        return database.transactions().execute(transaction -> isEnabled(hostId) && bind(seen, hostId)
                ? byId(seen.id()) : Optional.<VmRow>empty());
    }

    private boolean isEnabled(long hostId) {
        return jdbc().sql("SELECT id FROM host WHERE id = ? AND removed IS NULL AND resource_state = 'Enabled'"
                + " FOR UPDATE").param(hostId).query(Long.class).optional().isPresent();
    }

    private boolean bind(VmRow seen, long hostId) {
        return jdbc().sql("UPDATE vm_instance SET state = 'Starting', host_id = ?, update_time = ?,"
                        + " update_count = update_count + 1 WHERE id = ? AND update_count = ? AND state = 'Stopped'")
                .param(hostId).param(Utc.now()).param(seen.id()).param(seen.version()).update() == 1;
    }

    /** Lets nobody act on an older look at a VM; false when it is not as it was seen any more. */
    boolean stays(VmRow seen) {
        return jdbc().sql("UPDATE vm_instance SET update_count = update_count + 1 WHERE id = ? AND update_count = ?"
                + " AND state = ?").param(seen.id()).param(seen.version()).param(seen.state()).update() == 1;
    }

    /** False when it is not running, or not stopping, any more. */
    boolean stopping(VmRow seen) {
        return jdbc().sql("UPDATE vm_instance SET state = 'Stopping', update_time = ?, update_count = update_count + 1"
                        + " WHERE id = ? AND update_count = ? AND state IN ('Running', 'Stopping')")
                .param(Utc.now()).param(seen.id()).param(seen.version()).update() == 1;
    }

    /** The host that a stopped VM was on last. */
    Optional<Long> lastHost(long vmId) {
        return jdbc().sql("SELECT last_host_id FROM vm_instance WHERE id = ? AND last_host_id IS NOT NULL").param(vmId)
                .query(Long.class).optional();
    }

    boolean running(VmRow seen) {
        return jdbc().sql("UPDATE vm_instance SET state = 'Running', power_state = 'PowerOn', power_host = host_id,"
                        + " power_state_update_time = ?, update_time = ?, update_count = update_count + 1"
                        + " WHERE id = ? AND update_count = ? AND state = 'Starting'")
                .param(Utc.now()).param(Utc.now()).param(seen.id()).param(seen.version()).update() == 1;
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
