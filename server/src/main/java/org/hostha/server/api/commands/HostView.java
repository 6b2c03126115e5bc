package org.hostha.server.api.commands;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hostha.ha.Stored;
import org.hostha.server.api.ResponseType;
import org.hostha.server.db.Utc;
import org.hostha.server.inventory.HostInfo;

/**
 * A host as {@code listHosts} shows it.
 *
 * @param lastPinged null while its agent never answered
 * @param stored what HA has concluded; empty where HA is not configured
 * @param job the job that is at work on it
 */
record HostView(HostInfo host, Row row, String status, Instant lastPinged, Optional<Stored> stored, List<String> tags,
        Map<String, String> details, Optional<String> job) {

    /** The names around a host, and what is configured of it. */
    record Row(String zoneUuid, String zone, String podUuid, String pod, String clusterUuid, String cluster,
            String clusterType, String manager, String managerName, String version, String arch, Instant created,
            Instant disconnected, boolean haEnabled, String haState, String haProvider,
            Optional<OutOfBandManagementCommands.View> oobm) {

        static final String COLUMNS = "h.id, h.version, h.arch, h.created, h.disconnected, z.uuid AS zone_uuid,"
                + " z.name AS zone_name, p.uuid AS pod_uuid, p.name AS pod_name, c.uuid AS cluster_uuid,"
                + " c.name AS cluster_name, c.cluster_type, m.uuid AS ms_uuid, m.name AS ms_name,"
                + " hc.enabled AS ha_enabled, hc.ha_state, hc.provider, cs.custody, cs.release_id, o.host_id AS bmc,"
                + " o.enabled AS bmc_enabled, o.power_state, o.driver, o.address, o.port, o.username, o.password";

        static Row of(ResultSet row, Optional<OutOfBandManagementCommands.View> oobm) throws SQLException {
            return new Row(row.getString("zone_uuid"), row.getString("zone_name"), row.getString("pod_uuid"),
                    row.getString("pod_name"), row.getString("cluster_uuid"), row.getString("cluster_name"),
                    row.getString("cluster_type"), row.getString("ms_uuid"), row.getString("ms_name"),
                    row.getString("version"), row.getString("arch"), Utc.read(row, "created"),
                    Utc.read(row, "disconnected"), row.getInt("ha_enabled") != 0, row.getString("ha_state"),
                    row.getString("provider"), oobm);
        }
    }

    private static final int IN_PROGRESS = 0;

    static final ResponseType<HostView> TYPE = type("host");

    private static ResponseType<HostView> type(String key) {
        return ResponseType.<HostView>named(key)
            .text("id", "ID of the host", view -> view.host.resource().uuid())
            .text("name", "its name", view -> view.host.resource().name())
            .text("type", "Routing for a hypervisor", view -> "Routing")
            .text("state", "status: Up, Down, Disconnected, Alert, Connecting", HostView::status)
            .date("disconnected", "when contact to its agent was lost",
                    view -> view.status.equals("Up") ? null : view.row.disconnected)
            .text("resourcestate", "resource state: Enabled, Maintenance, ...", view -> view.host.resourceState())
            .text("events", "status events that are possible now", view -> HostStatusEvents.of(view.status))
            .text("hypervisor", "hypervisor", view -> view.host.hypervisor())
            .text("version", "version of its agent", view -> orNull(view.row.version))
            .text("arch", "CPU architecture", view -> view.row.arch)
            .text("ipaddress", "private address", view -> view.host.address())
            .text("zoneid", "ID of its zone", view -> view.row.zoneUuid)
            .text("zonename", "name of its zone", view -> view.row.zone)
            .text("podid", "ID of its pod", view -> view.row.podUuid)
            .text("podname", "name of its pod", view -> view.row.pod)
            .text("clusterid", "ID of its cluster", view -> view.row.clusterUuid)
            .text("clustername", "name of its cluster", view -> view.row.cluster)
            .text("clustertype", "type of its cluster", view -> view.row.clusterType)
            .text("managementserverid", "ID of the management server that looks after it", view -> view.row.manager)
            .text("managementservername", "name of that management server", view -> view.row.managerName)
            .date("created", "when it was added", view -> view.row.created)
            .date("lastpinged", "when its agent last answered", HostView::lastPinged)
            .flag("hahost", "whether it is reserved for VMs that HA restarts", view -> false)
            .text("hosttags", "its tags, comma separated", view -> orNull(String.join(",", view.tags)))
            .text("explicithosttags", "tags that an admin gave it", view -> orNull(String.join(",", view.tags)))
            .flag("istagarule", "whether its tag is a rule", view -> false)
            .flag("islocalstorageactive", "whether its own disks are in use", view -> false)
            .flag("hasannotations", "whether someone has written notes about it", view -> false)
            .map("details", "its details", view -> view.details.isEmpty() ? null : view.details)
            .text("jobid", "ID of the job that is at work on it", view -> view.job.orElse(null))
            .integer("jobstatus", "status of that job", view -> view.job.map(id -> IN_PROGRESS).orElse(null))
            .object("hostha", "Host HA of the host", HostHACommands.HOST_HA, HostView::hostHA)
            .object("outofbandmanagement", "out-of-band management of the host", OutOfBandManagementCommands.VIEW,
                    HostView::outOfBandManagement);
    }

    /** The same with what a metrics list adds. */
    static ResponseType<HostView> withMetrics() {
        return type("host").text("powerstate", "power state of the host",
                view -> view.outOfBandManagement().powerState());
    }

    private HostHACommands.HostHA hostHA() {
        boolean configured = row.haProvider != null;
        return new HostHACommands.HostHA(null, configured && row.haEnabled,
                configured && row.haState != null ? row.haState : "Disabled", row.haProvider, null);
    }

    private OutOfBandManagementCommands.View outOfBandManagement() {
        return row.oobm.orElse(OutOfBandManagementCommands.View.UNCONFIGURED);
    }

    private static String orNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
