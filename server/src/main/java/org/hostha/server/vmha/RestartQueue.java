package org.hostha.server.vmha;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The restarts that are owed, in CloudStack's {@code op_ha_work}. A VM has at most one open entry. */
final class RestartQueue {

    private static final String OPEN = "step NOT IN ('Done', 'Cancelled')";

    /** An entry that was given up, or has begun anew since it was read, is no longer the reader's to change. */
    private static final String AS_READ = " WHERE id = ? AND updated = ? AND " + OPEN;

    /** CloudStack counts {@code time_to_try} in units of 1,024 ms. */
    private static final int TIME_SHIFT = 10;

    /**
     * @param deadHost that the VM was taken off
     * @param tried attempts so far
     * @param mine this manager works it off
     * @param updated version of the VM when it was taken off: another one each time that the entry begins anew
     */
    record Entry(long id, long vmId, long deadHost, int tried, boolean mine, long updated) { }

    private final Database database;
    private final long msid;

    RestartQueue(Database database, long msid) {
        this.database = database;
        this.msid = msid;
    }

    /** Owes a restart of the VM, at once; an entry that is open already begins anew. */
    void add(VmRow vm, long deadHost) {
        int renewed = jdbc().sql("UPDATE op_ha_work SET step = 'Scheduled', host_id = ?, tried = 0, time_to_try = 0,"
                        + " updated = ? WHERE instance_id = ? AND " + OPEN)
                .param(deadHost).param(vm.version()).param(vm.id()).update();
        if (renewed == 0) {
            jdbc().sql("INSERT INTO op_ha_work (instance_id, type, vm_type, state, mgmt_server_id, host_id, created,"
                    + " tried, step, time_to_try, updated, reason) VALUES (?, 'HA', 'User', ?, ?, ?, ?, 0,"
                    + " 'Scheduled', 0, ?, 'HostDown')")
                    .param(vm.id()).param(vm.state()).param(msid).param(deadHost).param(Utc.now()).param(vm.version())
                    .update();
        }
    }

    /** Owes no restart of the VM any more. */
    void cancel(long vmId) {
        jdbc().sql("UPDATE op_ha_work SET step = 'Cancelled', taken = ? WHERE instance_id = ? AND " + OPEN)
                .param(Utc.now()).param(vmId).update();
    }

    boolean isOwed(long vmId) {
        return jdbc().sql("SELECT COUNT(*) FROM op_ha_work WHERE instance_id = ? AND " + OPEN).param(vmId)
                .query(Integer.class).single() > 0;
    }

    /** Open entries whose time has come, oldest first. */
    List<Entry> due() {
        return jdbc().sql("SELECT id, instance_id, host_id, tried, mgmt_server_id, updated FROM op_ha_work WHERE " + OPEN
                + " AND time_to_try <= ? ORDER BY id").param(units(Instant.now())).query(this::entry).list();
    }

    /** Makes another manager's entry this one's, and lets it rest: what that one has asked for may still be done. */
    void takeOver(Entry entry, Duration pause) {
        change(entry, "mgmt_server_id = ?, time_to_try = ?", msid, units(Instant.now().plus(pause)));
    }

    /** False when the restart is not owed any more, because a user has stopped the VM, or when it has begun anew. */
    boolean begin(Entry entry) {
        return step(entry, "Restarting");
    }

    /** False when nothing was changed, because the entry is not as it was read. */
    boolean step(Entry entry, String step) {
        return change(entry, "step = ?, taken = ?", step, Utc.now());
    }

    /** Counts an attempt, and lets the entry rest. */
    void retryIn(Entry entry, Duration pause) {
        change(entry, "tried = tried + 1, time_to_try = ?", units(Instant.now().plus(pause)));
    }

    private boolean change(Entry entry, String assignments, Object... values) {
        return jdbc().sql("UPDATE op_ha_work SET " + assignments + AS_READ).params(values).param(entry.id())
                .param(entry.updated()).update() == 1;
    }

    private static long units(Instant time) {
        return time.toEpochMilli() >> TIME_SHIFT;
    }

    private Entry entry(ResultSet row, int number) throws SQLException {
        return new Entry(row.getLong("id"), row.getLong("instance_id"), row.getLong("host_id"), row.getInt("tried"),
                row.getLong("mgmt_server_id") == msid, row.getLong("updated"));
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
