package org.hostha.server.api.commands;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.db.Database;
import org.hostha.server.db.Filter;
import org.hostha.server.inventory.Netmask;

/** Zones, pods and clusters. */
public final class PlaceCommands implements Commands.Group {

    private static final String CONTAINS = "LOWER(%s.name) LIKE ? ESCAPE '!'";

    private static final Parameter<Long> ZONE_ID = Parameter.id("id", Entity.ZONE, "only this zone");
    private static final Parameter<List<Long>> ZONE_IDS =
            Parameter.ids("ids", Entity.ZONE, "only these zones").since("4.19.0");
    private static final Parameter<Boolean> AVAILABLE =
            Parameter.flag("available", "not used: every caller may use every zone");
    private static final Parameter<Long> DOMAIN =
            Parameter.id("domainid", Entity.DOMAIN, "only zones of this domain: none is reserved for one");
    private static final Parameter<String> NETWORK_TYPE = Parameter.text("networktype", "only those of this type");
    private static final Parameter<Boolean> CAPACITIES =
            Parameter.flag("showcapacities", "not used: no capacities are kept account of");
    private static final Parameter<Long> POD_ID = Parameter.id("id", Entity.POD, "only this pod");
    private static final Parameter<Long> CLUSTER_ID = Parameter.id("id", Entity.CLUSTER, "only this cluster");
    private static final Parameter<Long> ZONE = Parameter.id("zoneid", Entity.ZONE, "only in this zone");
    private static final Parameter<Long> POD = Parameter.id("podid", Entity.POD, "only in this pod");
    private static final Parameter<String> NAME = Parameter.text("name", "only those of this name");
    private static final Parameter<String> HYPERVISOR = Parameter.text("hypervisor", "only those of this hypervisor");
    private static final Parameter<String> CLUSTER_TYPE =
            Parameter.text("clustertype", "only those of this type: CloudManaged or ExternalManaged");
    private static final Parameter<String> ALLOCATION =
            Parameter.text("allocationstate", "only those in this allocation state");
    private static final Parameter<String> MANAGED = Parameter.text("managedstate", "only those in this managed state");
    private static final Parameter<String> ARCH =
            Parameter.text("arch", "only those of this CPU architecture").since("4.20.1");

    record Zone(String uuid, String name, String networkType, String allocationState, boolean localStorage,
            boolean securityGroups, String dns1, String dns2, String internalDns1, String internalDns2, String token,
            String type, String guestCidr, String domain, Map<String, String> details) { }

    record Pod(String uuid, String name, String zoneUuid, String zone, String gateway, int bits, String range,
            String allocationState) {

        String netmask() {
            return bits == 0 ? null : Netmask.of(bits);
        }

        String start() {
            return range == null ? null : range.split("-", 2)[0];
        }

        String end() {
            return range == null ? null : range.split("-", 2)[1];
        }
    }

    record Cluster(String uuid, String name, String zoneUuid, String zone, String podUuid, String pod,
            String hypervisor, String type, String allocationState, String managedState, String arch,
            Map<String, String> details) { }

    private record Range(String start, String end, String gateway) { }

    static final ResponseType<Zone> ZONES = ResponseType.<Zone>named("zone")
            .text("id", "ID of the zone", Zone::uuid)
            .text("name", "its name", Zone::name)
            .text("networktype", "Basic or Advanced", Zone::networkType)
            .text("allocationstate", "Enabled or Disabled", Zone::allocationState)
            .flag("localstorageenabled", "whether local storage may be used", Zone::localStorage)
            .flag("securitygroupsenabled", "whether security groups are in use", Zone::securityGroups)
            .text("dns1", "first DNS server", Zone::dns1)
            .text("dns2", "second DNS server", Zone::dns2)
            .text("internaldns1", "first internal DNS server", Zone::internalDns1)
            .text("internaldns2", "second internal DNS server", Zone::internalDns2)
            .text("guestcidraddress", "network of guests", Zone::guestCidr)
            .text("domain", "DNS domain of guests", Zone::domain)
            .text("zonetoken", "token of the zone", Zone::token)
            .text("type", "Core or Edge", Zone::type)
            .map("resourcedetails", "details of the zone, the HA switches among them", Zone::details);

    private static final ResponseType<Range> RANGES = ResponseType.<Range>named("ipranges")
            .text("startip", "first address", Range::start)
            .text("endip", "last address", Range::end)
            .text("gateway", "gateway", Range::gateway);

    static final ResponseType<Pod> PODS = ResponseType.<Pod>named("pod")
            .text("id", "ID of the pod", Pod::uuid)
            .text("name", "its name", Pod::name)
            .text("zoneid", "ID of its zone", Pod::zoneUuid)
            .text("zonename", "name of its zone", Pod::zone)
            .text("gateway", "gateway", Pod::gateway)
            .text("netmask", "netmask", Pod::netmask)
            .texts("startip", "first addresses of its ranges", pod -> listOf(pod.start()))
            .texts("endip", "last addresses of its ranges", pod -> listOf(pod.end()))
            .objects("ipranges", "its ranges of addresses", RANGES, pod -> pod.range() == null ? List.of()
                    : List.of(new Range(pod.start(), pod.end(), pod.gateway())))
            .text("allocationstate", "Enabled or Disabled", Pod::allocationState);

    static final ResponseType<Cluster> CLUSTERS = ResponseType.<Cluster>named("cluster")
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
            .text("cpuovercommitratio", "CPU sold for each that there is", cluster -> "1.0")
            .text("memoryovercommitratio", "memory sold for each that there is", cluster -> "1.0")
            .text("arch", "CPU architecture", Cluster::arch)
            .map("resourcedetails", "details of the cluster, the HA switches among them", Cluster::details);

    private final Database database;

    public PlaceCommands(Database database) {
        this.database = database;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("listZones").describedAs("Lists zones").in("user.zone")
                .takes(ZONE_ID, ZONE_IDS, NAME, AVAILABLE, DOMAIN, NETWORK_TYPE, CAPACITIES)
                .lists(ZONES, this::zones));

        commands.add(Command.named("listPods").describedAs("Lists pods").in("admin.pod")
                .takes(POD_ID, NAME, ZONE, ALLOCATION, CAPACITIES)
                .lists(PODS, this::pods));

        commands.add(Command.named("listClusters").describedAs("Lists clusters").in("admin.cluster")
                .takes(CLUSTER_ID, NAME, ZONE, POD, HYPERVISOR, CLUSTER_TYPE, ALLOCATION, MANAGED, ARCH, CAPACITIES)
                .lists(CLUSTERS, this::clusters));
    }

    private static List<String> listOf(String text) {
        return text == null ? List.of() : List.of(text);
    }

    Zone zone(long id) {
        return zones(zonesWhere().and("z.id = ?", Optional.of(id)), Paging.ALL).page().get(0);
    }

    Pod pod(long id) {
        return pods(podsWhere().and("p.id = ?", Optional.of(id)), Paging.ALL).page().get(0);
    }

    Cluster cluster(long id) {
        return clusters(clustersWhere().and("c.id = ?", Optional.of(id)), Paging.ALL).page().get(0);
    }

    private static Filter zonesWhere() {
        return new Filter("FROM data_center z WHERE z.removed IS NULL");
    }

    private Paging.Rows<Zone> zones(Call call) {
        return zones(zonesWhere()
                .and("z.id = ?", call.optional(ZONE_ID)).andIn("z.id", call.optional(ZONE_IDS))
                .and("z.name = ?", call.optional(NAME)).and("z.networktype = ?", call.optional(NETWORK_TYPE))
                .andContains(CONTAINS.formatted("z"), call.keyword()), call.paging());
    }

    private Paging.Rows<Zone> zones(Filter filter, Paging paging) {
        Map<Long, Map<String, String>> details = details("data_center_details", "dc_id");
        return filter.page(database.jdbc(), "z.*", "z.sort_key, z.id", paging, (row, number) -> new Zone(
                row.getString("uuid"), row.getString("name"), row.getString("networktype"),
                row.getString("allocation_state"), row.getBoolean("is_local_storage_enabled"),
                row.getBoolean("is_security_group_enabled"), row.getString("dns1"), row.getString("dns2"),
                row.getString("internal_dns1"), row.getString("internal_dns2"), row.getString("zone_token"),
                row.getString("type"), row.getString("guest_network_cidr"), row.getString("domain"),
                details.get(row.getLong("id"))));
    }

    private static Filter podsWhere() {
        return new Filter("FROM host_pod_ref p JOIN data_center z ON z.id = p.data_center_id WHERE p.removed IS NULL");
    }

    private Paging.Rows<Pod> pods(Call call) {
        return pods(podsWhere()
                .and("p.id = ?", call.optional(POD_ID)).and("p.name = ?", call.optional(NAME))
                .and("z.id = ?", call.optional(ZONE)).and("p.allocation_state = ?", call.optional(ALLOCATION))
                .andContains(CONTAINS.formatted("p"), call.keyword()), call.paging());
    }

    private Paging.Rows<Pod> pods(Filter filter, Paging paging) {
        return filter.page(database.jdbc(), "p.*, z.uuid AS zone_uuid, z.name AS zone_name", "p.id", paging,
                (row, number) -> new Pod(row.getString("uuid"), row.getString("name"), row.getString("zone_uuid"),
                        row.getString("zone_name"), row.getString("gateway"), row.getInt("cidr_size"),
                        row.getString("description"), row.getString("allocation_state")));
    }

    private static Filter clustersWhere() {
        return new Filter("FROM cluster c JOIN host_pod_ref p ON p.id = c.pod_id JOIN data_center z ON z.id ="
                + " c.data_center_id WHERE c.removed IS NULL");
    }

    private Paging.Rows<Cluster> clusters(Call call) {
        return clusters(clustersWhere()
                .and("c.id = ?", call.optional(CLUSTER_ID)).and("c.name = ?", call.optional(NAME))
                .and("z.id = ?", call.optional(ZONE)).and("p.id = ?", call.optional(POD))
                .and("c.hypervisor_type = ?", call.optional(HYPERVISOR))
                .and("c.cluster_type = ?", call.optional(CLUSTER_TYPE))
                .and("c.allocation_state = ?", call.optional(ALLOCATION))
                .and("c.managed_state = ?", call.optional(MANAGED)).and("c.arch = ?", call.optional(ARCH))
                .andContains(CONTAINS.formatted("c"), call.keyword()), call.paging());
    }

    private Paging.Rows<Cluster> clusters(Filter filter, Paging paging) {
        Map<Long, Map<String, String>> details = details("cluster_details", "cluster_id");
        return filter.page(database.jdbc(),
                "c.*, p.uuid AS pod_uuid, p.name AS pod_name, z.uuid AS zone_uuid, z.name AS zone_name",
                "c.id", paging, (row, number) -> cluster(row, details));
    }

    private static Cluster cluster(ResultSet row, Map<Long, Map<String, String>> details) throws SQLException {
        return new Cluster(row.getString("uuid"), row.getString("name"), row.getString("zone_uuid"),
                row.getString("zone_name"), row.getString("pod_uuid"), row.getString("pod_name"),
                row.getString("hypervisor_type"), row.getString("cluster_type"), row.getString("allocation_state"),
                row.getString("managed_state"), row.getString("arch"), details.get(row.getLong("id")));
    }

    private Map<Long, Map<String, String>> details(String table, String owner) {
        Map<Long, Map<String, String>> details = new HashMap<>();
        database.jdbc().sql("SELECT " + owner + ", name, `value` FROM " + table + " ORDER BY id").query(row -> {
            details.computeIfAbsent(row.getLong(1), id -> new TreeMap<>()).put(row.getString(2), row.getString(3));
        });
        return details;
    }
}
