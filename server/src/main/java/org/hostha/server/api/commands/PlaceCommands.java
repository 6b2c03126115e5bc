package org.hostha.server.api.commands;

import java.util.HashMap;
import java.util.Map;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.db.Database;

/** Zones, pods and clusters. */
public final class PlaceCommands implements Commands.Group {

    private static final String CONTAINS = "LOWER(%s.name) LIKE ? ESCAPE '!'";

    private static final Parameter<Long> ZONE_ID = Parameter.id("id", Entity.ZONE, "only this zone");
    private static final Parameter<Long> POD_ID = Parameter.id("id", Entity.POD, "only this pod");
    private static final Parameter<Long> CLUSTER_ID = Parameter.id("id", Entity.CLUSTER, "only this cluster");
    private static final Parameter<Long> ZONE = Parameter.id("zoneid", Entity.ZONE, "only in this zone");
    private static final Parameter<Long> POD = Parameter.id("podid", Entity.POD, "only in this pod");
    private static final Parameter<String> NAME = Parameter.text("name", "only those of this name");
    private static final Parameter<String> HYPERVISOR = Parameter.text("hypervisor", "only those of this hypervisor");
    private static final Parameter<String> ALLOCATION =
            Parameter.text("allocationstate", "only those in this allocation state");
    private static final Parameter<String> MANAGED = Parameter.text("managedstate", "only those in this managed state");

    private record Zone(String uuid, String name, String networkType, String allocationState, boolean localStorage,
            boolean securityGroups, String dns1, String internalDns1, String token, String type,
            Map<String, String> details) { }

    private record Pod(String uuid, String name, String zoneUuid, String zone, String gateway,
            String allocationState) { }

    private record Cluster(String uuid, String name, String zoneUuid, String zone, String podUuid, String pod,
            String hypervisor, String type, String allocationState, String managedState, String arch,
            Map<String, String> details) { }

    private static final ResponseType<Zone> ZONES = ResponseType.<Zone>named("zone")
            .text("id", "ID of the zone", Zone::uuid)
            .text("name", "its name", Zone::name)
            .text("networktype", "Basic or Advanced", Zone::networkType)
            .text("allocationstate", "Enabled or Disabled", Zone::allocationState)
            .flag("localstorageenabled", "whether local storage may be used", Zone::localStorage)
            .flag("securitygroupsenabled", "whether security groups are in use", Zone::securityGroups)
            .text("dns1", "first DNS server", Zone::dns1)
            .text("internaldns1", "first internal DNS server", Zone::internalDns1)
            .text("zonetoken", "token of the zone", Zone::token)
            .text("type", "Core or Edge", Zone::type)
            .map("resourcedetails", "details of the zone, the HA switches among them", Zone::details);

    private static final ResponseType<Pod> PODS = ResponseType.<Pod>named("pod")
            .text("id", "ID of the pod", Pod::uuid)
            .text("name", "its name", Pod::name)
            .text("zoneid", "ID of its zone", Pod::zoneUuid)
            .text("zonename", "name of its zone", Pod::zone)
            .text("gateway", "gateway", Pod::gateway)
            .text("allocationstate", "Enabled or Disabled", Pod::allocationState);

    private static final ResponseType<Cluster> CLUSTERS = ResponseType.<Cluster>named("cluster")
            .text("id", "ID of the cluster", Cluster::uuid)
            .text("name", "its name", Cluster::name)
            .text("zoneid", "ID of its zone", Cluster::zoneUuid)
            .text("zonename", "name of its zone", Cluster::zone)
            .text("podid", "ID of its pod", Cluster::podUuid)
            .text("podname", "name of its pod", Cluster::pod)
            .text("hypervisortype", "hypervisor of its hosts", Cluster::hypervisor)
            .text("clustertype", "CloudManaged or ExternalManaged", Cluster::type)
            .text("allocationstate", "Enabled or Disabled", Cluster::allocationState)
            .text("managedstate", "Managed or Unmanaged", Cluster::managedState)
            .text("arch", "CPU architecture", Cluster::arch)
            .map("resourcedetails", "details of the cluster, the HA switches among them", Cluster::details);

    private final Database database;

    public PlaceCommands(Database database) {
        this.database = database;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("listZones").describedAs("Lists zones").in("user.zone")
                .takes(ZONE_ID, NAME)
                .lists(ZONES, this::zones));

        commands.add(Command.named("listPods").describedAs("Lists pods").in("admin.pod")
                .takes(POD_ID, NAME, ZONE, ALLOCATION)
                .lists(PODS, this::pods));

        commands.add(Command.named("listClusters").describedAs("Lists clusters").in("admin.cluster")
                .takes(CLUSTER_ID, NAME, ZONE, POD, HYPERVISOR, ALLOCATION, MANAGED)
                .lists(CLUSTERS, this::clusters));
    }

    private Paging.Rows<Zone> zones(Call call) {
        Map<Long, Map<String, String>> details = details("data_center_details", "dc_id");
        return new Filter("FROM data_center z WHERE z.removed IS NULL")
                .and("z.id = ?", call.optional(ZONE_ID)).and("z.name = ?", call.optional(NAME))
                .andContains(CONTAINS.formatted("z"), call.keyword())
                .page(database.jdbc(), "z.*", "z.id", call.paging(), (row, number) -> new Zone(row.getString("uuid"),
                        row.getString("name"), row.getString("networktype"), row.getString("allocation_state"),
                        row.getBoolean("is_local_storage_enabled"), row.getBoolean("is_security_group_enabled"),
                        row.getString("dns1"), row.getString("internal_dns1"), row.getString("zone_token"),
                        row.getString("type"), details.get(row.getLong("id"))));
    }

    private Paging.Rows<Pod> pods(Call call) {
        return new Filter("FROM host_pod_ref p JOIN data_center z ON z.id = p.data_center_id WHERE p.removed IS NULL")
                .and("p.id = ?", call.optional(POD_ID)).and("p.name = ?", call.optional(NAME))
                .and("z.id = ?", call.optional(ZONE)).and("p.allocation_state = ?", call.optional(ALLOCATION))
                .andContains(CONTAINS.formatted("p"), call.keyword())
                .page(database.jdbc(), "p.*, z.uuid AS zone_uuid, z.name AS zone_name", "p.id", call.paging(),
                        (row, number) -> new Pod(row.getString("uuid"), row.getString("name"),
                                row.getString("zone_uuid"), row.getString("zone_name"), row.getString("gateway"),
                                row.getString("allocation_state")));
    }

    private Paging.Rows<Cluster> clusters(Call call) {
        Map<Long, Map<String, String>> details = details("cluster_details", "cluster_id");
        return new Filter("FROM cluster c JOIN host_pod_ref p ON p.id = c.pod_id JOIN data_center z ON z.id ="
                + " c.data_center_id WHERE c.removed IS NULL")
                .and("c.id = ?", call.optional(CLUSTER_ID)).and("c.name = ?", call.optional(NAME))
                .and("z.id = ?", call.optional(ZONE)).and("p.id = ?", call.optional(POD))
                .and("c.hypervisor_type = ?", call.optional(HYPERVISOR))
                .and("c.allocation_state = ?", call.optional(ALLOCATION))
                .and("c.managed_state = ?", call.optional(MANAGED))
                .andContains(CONTAINS.formatted("c"), call.keyword())
                .page(database.jdbc(),
                        "c.*, p.uuid AS pod_uuid, p.name AS pod_name, z.uuid AS zone_uuid, z.name AS zone_name",
                        "c.id", call.paging(),
                        (row, number) -> new Cluster(row.getString("uuid"), row.getString("name"),
                                row.getString("zone_uuid"), row.getString("zone_name"), row.getString("pod_uuid"),
                                row.getString("pod_name"), row.getString("hypervisor_type"),
                                row.getString("cluster_type"), row.getString("allocation_state"),
                                row.getString("managed_state"), row.getString("arch"), details.get(row.getLong("id"))));
    }

    private Map<Long, Map<String, String>> details(String table, String owner) {
        Map<Long, Map<String, String>> details = new HashMap<>();
        database.jdbc().sql("SELECT " + owner + ", name, `value` FROM " + table + " ORDER BY id").query(row -> {
            details.computeIfAbsent(row.getLong(1), id -> new java.util.TreeMap<>())
                    .put(row.getString(2), row.getString(3));
        });
        return details;
    }
}
