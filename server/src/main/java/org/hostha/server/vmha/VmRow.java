package org.hostha.server.vmha;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;

/**
 * A row of {@code vm_instance}.
 *
 * @param host where it is, or is being started
 * @param version {@code update_count}: a write that names an older one changes nothing
 */
record VmRow(long id, String uuid, String name, String state, OptionalLong host, boolean ha, long zoneId,
        long version) {

    static final String COLUMNS = "v.id, v.uuid, v.instance_name, v.state, v.host_id, v.ha_enabled, v.data_center_id,"
            + " v.update_count";

    static VmRow of(ResultSet row, int number) throws SQLException {
        long hostId = row.getLong("host_id");
        OptionalLong host = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(hostId);
        return new VmRow(row.getLong("id"), row.getString("uuid"), row.getString("instance_name"),
                row.getString("state"),
                host, row.getInt("ha_enabled") != 0, row.getLong("data_center_id"), row.getLong("update_count"));
    }

    /** The VM as settings and messages know it. */
    Resource resource() {
        return new Resource(PartitionType.VM, id, uuid, name, zoneId, 0, 0);
    }

    boolean isOn(long hostId) {
        return host.isPresent() && host.getAsLong() == hostId;
    }
}
