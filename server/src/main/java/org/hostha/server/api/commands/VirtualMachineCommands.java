package org.hostha.server.api.commands;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.db.Database;
import org.hostha.server.db.Filter;
import org.hostha.server.db.Utc;
import org.hostha.server.hosts.HostStatuses;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;

/** Virtual machines and the pools that their disks are in. */
public final class VirtualMachineCommands implements Commands.Group {

    private static final Parameter<Long> VM = Parameter.id("id", Entity.VIRTUAL_MACHINE, "only this virtual machine");
    private static final Parameter<Long> POOL_ID = Parameter.id("id", Entity.STORAGE_POOL, "only this pool");
    private static final Parameter<String> NAME = Parameter.text("name", "only those of this name");
    private static final Parameter<String> STATE = Parameter.text("state", "only those in this state, such as Running");
    private static final Parameter<Long> ZONE = Parameter.id("zoneid", Entity.ZONE, "only in this zone");
    private static final Parameter<Long> POD = Parameter.id("podid", Entity.POD, "only in this pod");
    private static final Parameter<Long> CLUSTER = Parameter.id("clusterid", Entity.CLUSTER, "only in this cluster");
    private static final Parameter<Long> HOST = Parameter.id("hostid", Entity.HOST, "only on this host");
    private static final Parameter<Long> STORAGE =
            Parameter.id("storageid", Entity.STORAGE_POOL, "only with disks in this pool");
    private static final Parameter<Boolean> HA =
            Parameter.flag("haenable", "only those that are, or are not, restarted by HA");
    private static final Parameter<String> PATH = Parameter.text("path", "only pools at this path");
    private static final Parameter<String> SCOPE = Parameter.text("scope", "only pools of this scope");
    private static final Parameter<String> STATUS = Parameter.text("status", "only pools of this status");

    private static final Parameter<List<Long>> VMS_BY_ID =
            Parameter.ids("ids", Entity.VIRTUAL_MACHINE, "only these virtual machines").since("4.4.0");
    private static final Parameter<Boolean> LIST_ALL =
            Parameter.flag("listall", "not used: whoever may list virtual machines lists all of them");
    private static final Parameter<Boolean> RECURSIVE =
            Parameter.flag("isrecursive", "not used: there is one domain");
    private static final Parameter<String> ACCOUNT = Parameter.text("account", "only those of this account");
    private static final Parameter<Long> DOMAIN = Parameter.id("domainid", Entity.DOMAIN, "only those of this domain");
    private static final Parameter<String> PROJECT =
            Parameter.text("projectid", "-1 for all: there are no projects");
    private static final Parameter<List<String>> DETAILS =
            Parameter.list("details", "not used: all that is known is shown");
    private static final Parameter<String> ADDRESS = Parameter.text("ipaddress", "only pools at this address");

    private static final String CONTAINS = "LOWER(%s.name) LIKE ? ESCAPE '!'";

    private static final String VM_COLUMNS = "v.*, z.uuid AS zone_uuid, z.name AS zone_name, a.account_name,"
            + " d.uuid AS domain_uuid, d.name AS domain_name, h.uuid AS host_uuid, h.name AS host_label";

    record Vm(String uuid, String name, String displayName, String instanceName, String state, String hostUuid,
            String host, String hostControlState, boolean ha, String zoneUuid, String zone, String account,
            String domainUuid, String domain, String hypervisor, Instant created, Instant updated) { }

    private record Pool(String uuid, String name, String type, String state, String scope, String zoneUuid, String zone,
            String podUuid, String clusterUuid, String cluster, String address, String path, String hypervisor,
            String provider, boolean managed, Instant created) { }

    static final ResponseType<Vm> VMS = ResponseType.<Vm>named("virtualmachine")
            .text("id", "ID of the virtual machine", Vm::uuid)
            .text("name", "its name", Vm::name)
            .text("displayname", "the name that its user gave it", Vm::displayName)
            .text("instancename", "its name on the hypervisor", Vm::instanceName)
            .text("state", "its state", Vm::state)
            .text("hostid", "ID of the host that it is on", Vm::hostUuid)
            .text("hostname", "name of that host", Vm::host)
            .text("hostcontrolstate", "whether that host can be controlled", Vm::hostControlState)
            .flag("haenable", "whether it is restarted when its host dies", Vm::ha)
            .text("zoneid", "ID of its zone", Vm::zoneUuid)
            .text("zonename", "name of its zone", Vm::zone)
            .text("account", "account that owns it", Vm::account)
            .text("domainid", "ID of the owner's domain", Vm::domainUuid)
            .text("domain", "the owner's domain", Vm::domain)
            .text("hypervisor", "hypervisor", Vm::hypervisor)
            .texts("nic", "its network cards: none are kept account of", vm -> List.of())
            .date("created", "when it was made", Vm::created)
            .date("lastupdated", "when its state last changed", Vm::updated);

    private static final ResponseType<Pool> POOLS = ResponseType.<Pool>named("storagepool")
            .text("id", "ID of the pool", Pool::uuid)
            .text("name", "its name", Pool::name)
            .text("type", "its type", Pool::type)
            .text("state", "its status", Pool::state)
            .text("scope", "who may use it", Pool::scope)
            .text("zoneid", "ID of its zone", Pool::zoneUuid)
            .text("zonename", "name of its zone", Pool::zone)
            .text("podid", "ID of its pod", Pool::podUuid)
            .text("clusterid", "ID of its cluster", Pool::clusterUuid)
            .text("clustername", "name of its cluster", Pool::cluster)
            .text("ipaddress", "address of its server", Pool::address)
            .text("path", "its path", Pool::path)
            .text("hypervisor", "hypervisor", Pool::hypervisor)
            .text("provider", "storage provider", Pool::provider)
            .flag("managed", "whether its volumes are managed by the storage itself", Pool::managed)
            .date("created", "when it was added", Pool::created);

    private final Database database;
    private final Inventory inventory;
    private final HostStatuses statuses;

    public VirtualMachineCommands(Database database, Inventory inventory, HostStatuses statuses) {
        this.database = database;
        this.inventory = inventory;
        this.statuses = statuses;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("listVirtualMachines").describedAs("Lists virtual machines").in("user.vm")
                .takes(VM, VMS_BY_ID, NAME, STATE, ZONE, POD, CLUSTER, HOST, STORAGE, HA, LIST_ALL, RECURSIVE, ACCOUNT,
                        DOMAIN, PROJECT, DETAILS)
                .lists(VMS, this::vms));

        commands.add(Command.named("listStoragePools").describedAs("Lists storage pools").in("admin.storage")
                .takes(POOL_ID, NAME, ZONE, POD, CLUSTER, HOST, ADDRESS, PATH, SCOPE, STATUS)
                .lists(POOLS, this::pools));
    }

    private static Filter users() {
        return new Filter("FROM vm_instance v JOIN data_center z ON z.id = v.data_center_id JOIN account a ON a.id ="
                + " v.account_id JOIN domain d ON d.id = v.domain_id LEFT JOIN host h ON h.id = v.host_id"
                + " WHERE v.removed IS NULL AND v.type = 'User'");
    }

    /** A VM as it is now. */
    Vm one(long id) {
        Function<HostInfo, HostStatuses.Status> status = statuses.snapshot();
        return users().and("v.id = ?", Optional.of(id))
                .list(database.jdbc(), VM_COLUMNS, "v.id", (row, number) -> vm(row, status)).get(0);
    }

    private Paging.Rows<Vm> vms(Call call) {
        Function<HostInfo, HostStatuses.Status> status = statuses.snapshot();
        return users()
                .and("v.id = ?", call.optional(VM)).andIn("v.id", call.optional(VMS_BY_ID))
                .and("v.name = ?", call.optional(NAME))
                .and("a.account_name = ?", call.optional(ACCOUNT)).and("d.id = ?", call.optional(DOMAIN))
                .and("? = '-1'", call.optional(PROJECT))
                .and("v.state = ?", call.optional(STATE)).and("z.id = ?", call.optional(ZONE))
                .and("v.pod_id = ?", call.optional(POD)).and("h.cluster_id = ?", call.optional(CLUSTER))
                .and("h.id = ?", call.optional(HOST)).and("v.ha_enabled = ?", call.optional(HA).map(on -> on ? 1 : 0))
                .and("EXISTS (SELECT 1 FROM volumes o WHERE o.instance_id = v.id AND o.removed IS NULL AND o.pool_id ="
                        + " ?)",
                        call.optional(STORAGE))
                .andContains("(" + CONTAINS.formatted("v") + " OR LOWER(v.instance_name) LIKE ? ESCAPE '!')",
                        call.keyword())
                .page(database.jdbc(), VM_COLUMNS, "v.id", call.paging(), (row, number) -> vm(row, status));
    }

    private Vm vm(ResultSet row, Function<HostInfo, HostStatuses.Status> status) throws SQLException {
        Optional<HostInfo> host = inventory.host(row.getLong("host_id"));
        return new Vm(row.getString("uuid"), row.getString("name"), row.getString("display_name"),
                row.getString("instance_name"), row.getString("state"), row.getString("host_uuid"),
                row.getString("host_label"), host.map(found -> controlState(found, status.apply(found))).orElse(null),
                row.getBoolean("ha_enabled"), row.getString("zone_uuid"), row.getString("zone_name"),
                row.getString("account_name"), row.getString("domain_uuid"), row.getString("domain_name"),
                row.getString("hypervisor_type").trim(), Utc.read(row, "created"), Utc.read(row, "update_time"));
    }

    private static String controlState(HostInfo host, HostStatuses.Status status) {
        if (host.inMaintenance()) {
            return "Maintenance";
        }
        if (!host.enabled()) {
            return "Disabled";
        }
        return status == HostStatuses.Status.Up ? "Enabled" : "Offline";
    }

    private Paging.Rows<Pool> pools(Call call) {
        return new Filter("FROM storage_pool s JOIN data_center z ON z.id = s.data_center_id LEFT JOIN host_pod_ref p"
                + " ON p.id = s.pod_id LEFT JOIN cluster c ON c.id = s.cluster_id WHERE s.removed IS NULL")
                .and("s.id = ?", call.optional(POOL_ID)).and("s.name = ?", call.optional(NAME))
                .and("z.id = ?", call.optional(ZONE)).and("p.id = ?", call.optional(POD))
                .and("c.id = ?", call.optional(CLUSTER)).and("s.host_address = ?", call.optional(ADDRESS))
                .and("s.path = ?", call.optional(PATH))
                .and("s.scope = ?", call.optional(SCOPE)).and("s.status = ?", call.optional(STATUS))
                .and("EXISTS (SELECT 1 FROM storage_pool_host_ref r WHERE r.pool_id = s.id AND r.host_id = ?)",
                        call.optional(HOST))
                .andContains(CONTAINS.formatted("s"), call.keyword())
                .page(database.jdbc(), "s.*, z.uuid AS zone_uuid, z.name AS zone_name, p.uuid AS pod_uuid,"
                        + " c.uuid AS cluster_uuid, c.name AS cluster_name", "s.id", call.paging(),
                        (row, number) -> new Pool(row.getString("uuid"), row.getString("name"),
                                row.getString("pool_type"), row.getString("status"), row.getString("scope"),
                                row.getString("zone_uuid"),
                                row.getString("zone_name"), row.getString("pod_uuid"), row.getString("cluster_uuid"),
                                row.getString("cluster_name"), row.getString("host_address"), row.getString("path"),
                                row.getString("hypervisor"), row.getString("storage_provider_name"),
                                row.getBoolean("managed"), Utc.read(row, "created")));
    }
}
