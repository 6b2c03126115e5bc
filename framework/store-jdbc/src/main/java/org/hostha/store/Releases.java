package org.hostha.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hostha.core.Resource;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.ReleaseRecord.Outcome;
import org.hostha.ha.ReleaseRecord.Vm;

/** The VMs of a release record. A record without VMs has no rows; that it exists, its case says. */
final class Releases {

    private static final int NAME_LENGTH = 255;
    private static final int NOTE_LENGTH = 1024;

    private static final String OF = " WHERE release_id = ? AND ha_config_id = "
            + "(SELECT id FROM ha_config WHERE resource_id = ? AND resource_type = ?)";

    private Releases() {
    }

    /** Writes a new record, and forgets the case's earlier ones: there is never more than one open. */
    static void open(Connection connection, long caseId, long releaseId, List<Vm> vms) throws SQLException {
        Jdbc.update(connection, "DELETE FROM hostha_release_vm WHERE ha_config_id = ?", caseId);
        List<Object[]> rows = new ArrayList<>();
        for (Vm vm : vms) {
            rows.add(new Object[] {caseId, releaseId, rows.size(), vm.uuid(), Jdbc.fit(vm.name(), NAME_LENGTH),
                    vm.outcome().name(), Jdbc.fit(vm.note(), NOTE_LENGTH)});
        }
        Jdbc.batch(connection,
                "INSERT INTO hostha_release_vm (ha_config_id, release_id, position, vm_uuid, vm_name, outcome, note)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)", rows);
    }

    static ReleaseRecord read(Connection connection, Resource resource, long releaseId) throws SQLException {
        return new ReleaseRecord(resource, releaseId, Jdbc.query(connection,
                row -> new Vm(row.getString("vm_uuid"), row.getString("vm_name"),
                        Outcome.valueOf(row.getString("outcome")), row.getString("note")),
                "SELECT vm_uuid, vm_name, outcome, note FROM hostha_release_vm" + OF + " ORDER BY position",
                releaseId, resource.id(), HARows.resourceType(resource.type())));
    }

    /** The record that has rows: earlier ones are forgotten when one is opened. */
    static Optional<ReleaseRecord> last(Connection connection, Resource resource) throws SQLException {
        List<Long> newest = Jdbc.query(connection, row -> row.getLong("release_id"),
                "SELECT r.release_id FROM hostha_release_vm r JOIN ha_config h ON h.id = r.ha_config_id"
                        + " WHERE h.resource_id = ? AND h.resource_type = ? ORDER BY r.release_id DESC LIMIT 1",
                resource.id(), HARows.resourceType(resource.type()));
        return newest.isEmpty() ? Optional.empty() : Optional.of(read(connection, resource, newest.get(0)));
    }

    /**
     * Stores what became of the VMs. What is settled never becomes pending again: the news of a manager that was
     * slow may be old.
     *
     * @return false when the case is of another epoch
     */
    static boolean save(Connection connection, ReleaseRecord release, long epoch) throws SQLException {
        Resource resource = release.resource();
        if (!isOf(connection, resource, epoch)) {
            return false;
        }
        for (Vm vm : release.vms()) {
            String settled = vm.outcome() == Outcome.PENDING ? " AND outcome = 'PENDING'" : "";
            int count = Jdbc.update(connection, "UPDATE hostha_release_vm SET outcome = ?, note = ?" + OF
                    + " AND vm_uuid = ?" + settled,
                    vm.outcome().name(), Jdbc.fit(vm.note(), NOTE_LENGTH), release.id(), resource.id(),
                    HARows.resourceType(resource.type()), vm.uuid());
            if (count != 0 || settled.isEmpty()) {
                Jdbc.mustBeOne(count, "saving VM " + vm.name() + " of release " + release.id() + " of " + resource);
            }
        }
        return true;
    }

    /** Locks the row of the case: it has the same owner at the transaction's end. */
    private static boolean isOf(Connection connection, Resource resource, long epoch) throws SQLException {
        List<Long> epochs = Jdbc.query(connection, row -> row.getLong("epoch"),
                "SELECT c.epoch FROM hostha_case c WHERE c.ha_config_id ="
                        + " (SELECT id FROM ha_config WHERE resource_id = ? AND resource_type = ?) FOR UPDATE",
                resource.id(), HARows.resourceType(resource.type()));
        return epochs.equals(List.of(epoch));
    }
}
