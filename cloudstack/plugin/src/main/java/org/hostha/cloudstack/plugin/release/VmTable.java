package org.hostha.cloudstack.plugin.release;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hostha.cloudstack.plugin.store.Sql;
import org.hostha.core.Resource;
import org.hostha.ha.ReleaseRecord.Outcome;
import org.hostha.ha.ReleaseRecord.Vm;

/** CloudStack's tables of VMs and of VM HA's work, read only. */
final class VmTable {

    private static final String ON = """
            SELECT uuid, name FROM vm_instance WHERE host_id = ? AND removed IS NULL
                AND state NOT IN ('Stopped', 'Destroyed', 'Expunging', 'Error')
            ORDER BY CASE WHEN type = 'User' THEN 1 ELSE 0 END, id""";

    private static final String STANDING = """
            SELECT i.uuid, i.state, i.host_id, i.ha_enabled,
                (SELECT COUNT(*) FROM op_ha_work w WHERE w.instance_id = i.id
                    AND w.step NOT IN ('Done', 'Cancelled', 'Error')) AS work,
                (SELECT w.step FROM op_ha_work w WHERE w.id =
                    (SELECT MAX(l.id) FROM op_ha_work l WHERE l.instance_id = i.id)) AS last_step,
                (SELECT COUNT(*) FROM volumes v JOIN storage_pool p ON p.id = v.pool_id WHERE v.instance_id = i.id
                    AND v.volume_type = 'ROOT' AND v.removed IS NULL AND p.scope = 'HOST') AS local_root
            FROM vm_instance i WHERE i.removed IS NULL AND i.uuid IN\s""";

    private final Sql sql;

    VmTable(Sql sql) {
        this.sql = sql;
    }

    /** The VMs that are on the host, system VMs first. */
    List<Vm> on(Resource host) {
        return sql.list(row -> new Vm(row.getString("uuid"), Optional.ofNullable(row.getString("name")).orElse(""),
                Outcome.PENDING, ""), ON, host.id());
    }

    /** Where these VMs stand, by uuid; without those that don't exist any more. */
    Map<String, VmStanding> standing(List<Vm> vms) {
        Map<String, VmStanding> found = new HashMap<>();
        if (!vms.isEmpty()) {
            sql.list(row -> found.put(row.getString("uuid"), map(row)), STANDING + Sql.marks(vms),
                    vms.stream().map(Vm::uuid).toArray());
        }
        return found;
    }

    private static VmStanding map(ResultSet row) throws SQLException {
        return new VmStanding(row.getString("state"), row.getLong("host_id"), row.getInt("ha_enabled") != 0,
                row.getInt("work"), Optional.ofNullable(row.getString("last_step")).orElse(""), row.getInt("local_root") > 0);
    }
}
