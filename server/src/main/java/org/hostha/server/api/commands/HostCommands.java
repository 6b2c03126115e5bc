package org.hostha.server.api.commands;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.db.Filter;

/** Lists of hosts. */
public final class HostCommands implements Commands.Group {

    private static final Set<String> DETAILS = Set.of("min", "all", "capacity", "events", "stats");

    private static final Parameter<Long> ID = Parameter.id("id", Entity.HOST, "only this host");
    private static final Parameter<String> NAME = Parameter.text("name", "only the host of this name");
    private static final Parameter<String> TYPE = Parameter.text("type", "only hosts of this type, such as Routing");
    private static final Parameter<String> STATE =
            Parameter.text("state", "only hosts of this status, such as Up or Down");
    private static final Parameter<Long> ZONE = Parameter.id("zoneid", Entity.ZONE, "only in this zone");
    private static final Parameter<Long> POD = Parameter.id("podid", Entity.POD, "only in this pod");
    private static final Parameter<Long> CLUSTER = Parameter.id("clusterid", Entity.CLUSTER, "only in this cluster");
    private static final Parameter<String> RESOURCE_STATE =
            Parameter.text("resourcestate", "only hosts in this resource state, such as Enabled or Maintenance");
    private static final Parameter<String> HYPERVISOR = Parameter.text("hypervisor", "only hosts of this hypervisor");
    private static final Parameter<Long> VM =
            Parameter.id("virtualmachineid", Entity.VIRTUAL_MACHINE, "only the host that this virtual machine is on");
    private static final Parameter<Boolean> OOBM_ENABLED = Parameter.flag("outofbandmanagementenabled",
            "only hosts whose out-of-band management is, or is not, enabled");
    private static final Parameter<String> OOBM_POWER = Parameter.text("outofbandmanagementpowerstate",
            "only hosts of this power state: On, Off or Unknown");
    private static final Parameter<List<String>> SHOWN =
            Parameter.list("details", "what to show: min, all, capacity, events, stats");
    private static final Parameter<Boolean> HA_HOST =
            Parameter.flag("hahost", "only hosts that are, or are not, reserved for VMs that HA restarts");
    private static final Parameter<Long> SERVER = Parameter.id("managementserverid", Entity.MANAGEMENT_SERVER,
            "only hosts that this management server looks after").since("4.21.0");
    private static final Parameter<String> ARCH =
            Parameter.text("arch", "only hosts of this CPU architecture").since("4.20.1");
    private static final Parameter<String> ACCESS_GROUP =
            Parameter.text("storageaccessgroup", "only hosts of this storage access group").since("4.21.0");
    private static final Parameter<?>[] FILTERS = {ID, NAME, TYPE, STATE, ZONE, POD, CLUSTER, RESOURCE_STATE,
        HYPERVISOR, VM, OOBM_ENABLED, OOBM_POWER, SHOWN, HA_HOST, SERVER, ARCH, ACCESS_GROUP};

    private final HostListing listing;

    public HostCommands(HostListing listing) {
        this.listing = listing;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("listHosts").describedAs("Lists hosts").in("admin.host")
                .takes(FILTERS)
                .lists(HostView.TYPE, this::list));

        commands.add(Command.named("listHostsMetrics").describedAs("Lists hosts as listHosts does, with power states")
                .since("4.9.3").in("admin.host")
                .takes(FILTERS)
                .lists(HostView.withMetrics(), this::list));
    }

    private Paging.Rows<HostView> list(Call call) {
        call.optional(SHOWN).ifPresent(HostCommands::checkDetails);
        String none = "1 = ?";
        Optional<Integer> never = Optional.of(0);
        Filter filter = new Filter(HostListing.FROM)
                .and("h.id = ?", call.optional(ID)).and("h.name = ?", call.optional(NAME))
                .and("h.type = ?", call.optional(TYPE)).and("z.id = ?", call.optional(ZONE))
                .and("p.id = ?", call.optional(POD)).and("c.id = ?", call.optional(CLUSTER))
                .and("h.resource_state = ?", call.optional(RESOURCE_STATE))
                .and("h.hypervisor_type = ?", call.optional(HYPERVISOR))
                .and("EXISTS (SELECT 1 FROM vm_instance v WHERE v.host_id = h.id AND v.id = ?)", call.optional(VM))
                .and(HostListing.OOBM_ENABLED, call.optional(OOBM_ENABLED).map(on -> on ? 1 : 0))
                .and(HostListing.OOBM_POWER, call.optional(OOBM_POWER))
                .and(none, call.optional(HA_HOST).filter(wanted -> wanted).flatMap(wanted -> never))
                .and("m.id = ?", call.optional(SERVER)).and("h.arch = ?", call.optional(ARCH))
                .and(none, call.optional(ACCESS_GROUP).flatMap(wanted -> never))
                .andContains("(LOWER(h.name) LIKE ? ESCAPE '!' OR LOWER(h.status) LIKE ? ESCAPE '!' OR LOWER(h.type)"
                        + " LIKE ? ESCAPE '!' OR LOWER(h.private_ip_address) LIKE ? ESCAPE '!')", call.keyword());
        return listing.page(filter, call.optional(STATE), call.paging());
    }

    private static void checkDetails(List<String> words) {
        if (!DETAILS.containsAll(words)) {
            throw ApiException.invalidValue("details must be out of " + DETAILS.stream().sorted().toList());
        }
    }
}
