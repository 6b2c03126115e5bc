package org.hostha.server.api.commands;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hostha.core.PartitionType;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HARow;
import org.hostha.ha.spi.HAStore;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;
import org.hostha.server.hosts.HostMonitor;
import org.hostha.server.hosts.HostStatuses;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;
import org.hostha.server.inventory.ResourceStates;

/** Hosts: listing them, and taking them in and out of service. */
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
    private static final Parameter<Boolean> OOBM_ENABLED = Parameter.flag("outofbandmanagementenabled",
            "only hosts whose out-of-band management is, or is not, enabled");
    private static final Parameter<String> OOBM_POWER = Parameter.text("outofbandmanagementpowerstate",
            "only hosts of this power state: On, Off or Unknown");
    private static final Parameter<List<String>> SHOWN =
            Parameter.list("details", "what to show: min, all, capacity, events, stats");
    private static final Parameter<Long> HOST = Parameter.id("id", Entity.HOST, "ID of the host").required();

    private final Database database;
    private final Inventory inventory;
    private final ResourceStates resourceStates;
    private final HAStore haStore;
    private final HAEngine engine;
    private final OutOfBandManagementService oobm;
    private final HostStatuses statuses;
    private final HostMonitor monitor;
    private final Places places;

    public HostCommands(Database database, Inventory inventory, ResourceStates resourceStates, HAStore haStore,
            HAEngine engine, OutOfBandManagementService oobm, HostStatuses statuses,
            HostMonitor monitor, Places places) {
        this.database = database;
        this.inventory = inventory;
        this.resourceStates = resourceStates;
        this.haStore = haStore;
        this.engine = engine;
        this.oobm = oobm;
        this.statuses = statuses;
        this.monitor = monitor;
        this.places = places;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("listHosts").describedAs("Lists hosts").in("admin.host")
                .takes(ID, NAME, TYPE, STATE, ZONE, POD, CLUSTER, RESOURCE_STATE, HYPERVISOR, OOBM_ENABLED, OOBM_POWER,
                        SHOWN)
                .lists(HostView.TYPE, this::list));

        commands.add(Command.named("prepareHostForMaintenance")
                .describedAs("Takes a host without VMs out of service")
                .in("admin.host").announces("MAINT.PREPARE").about("Host", HOST)
                .takes(HOST).asynchronous()
                .returns(HostView.TYPE, call -> move(call, resourceStates::enterMaintenance)));

        commands.add(Command.named("cancelHostMaintenance")
                .describedAs("Returns a host in maintenance to service; a fenced one, too, once it has been repaired")
                .in("admin.host").announces("MAINT.CANCEL").about("Host", HOST)
                .takes(HOST).asynchronous()
                .returns(HostView.TYPE, call -> move(call, resourceStates::cancelMaintenance)));
    }

    private HostView move(Call call, java.util.function.LongConsumer change) {
        HostInfo host = places.hostInfo(call.get(HOST));
        try {
            change.accept(host.resource().id());
        } catch (ResourceStates.RefusedException e) {
            throw ApiException.failed(e.getMessage());
        }
        engine.refresh(host.resource());
        return view(places.hostInfo(host.resource().id()));
    }

    private HostView view(HostInfo host) {
        return views().apply(host);
    }

    private Paging.Rows<HostView> list(Call call) {
        call.optional(SHOWN).ifPresent(HostCommands::checkDetails);
        Function<HostInfo, HostView> views = views();
        return call.paging().cut(inventory.hosts().stream().filter(host -> matches(host, call)).map(views)
                .filter(view -> matches(view, call)).toList());
    }

    private static void checkDetails(List<String> words) {
        if (!DETAILS.containsAll(words)) {
            throw ApiException.invalidValue("details must be out of " + DETAILS.stream().sorted().toList());
        }
    }

    private static boolean matches(HostInfo host, Call call) {
        return equal(call.optional(ID), host.resource().id()) && equal(call.optional(NAME), host.resource().name())
                && equal(call.optional(TYPE), "Routing") && equal(call.optional(ZONE), host.resource().zoneId())
                && equal(call.optional(POD), host.resource().podId())
                && equal(call.optional(CLUSTER), host.resource().clusterId())
                && equal(call.optional(RESOURCE_STATE), host.resourceState())
                && equal(call.optional(HYPERVISOR), host.hypervisor())
                && call.keyword().filter(word -> !contains(host, word)).isEmpty();
    }

    private static boolean contains(HostInfo host, String word) {
        return (host.resource().name() + "\n" + host.address() + "\nRouting").toLowerCase(Locale.ROOT).contains(word);
    }

    /** The two filters on out-of-band management leave hosts out that were never configured. */
    private static boolean matches(HostView view, Call call) {
        return equal(call.optional(STATE), view.status())
                && call.optional(OOBM_ENABLED).filter(enabled -> view.oobm().filter(row -> row.enabled() == enabled)
                        .isEmpty()).isEmpty()
                && call.optional(OOBM_POWER).filter(power -> view.oobm().flatMap(OutOfBandManagement::powerState)
                        .filter(state -> state.name().equals(power)).isEmpty()).isEmpty();
    }

    private static <T> boolean equal(Optional<T> wanted, T is) {
        return wanted.isEmpty() || wanted.get().equals(is);
    }

    /** How hosts are shown at this moment, for a handful of statements whatever their number. */
    private Function<HostInfo, HostView> views() {
        Map<Long, HARow> rows = haStore.rows().stream().filter(row -> row.resourceType() == PartitionType.Host)
                .collect(Collectors.toMap(HARow::resourceId, Function.identity()));
        Map<Long, OutOfBandManagement> bmcs = oobm.all().stream()
                .collect(Collectors.toMap(OutOfBandManagement::hostId, Function.identity()));
        Function<HostInfo, HostStatuses.Status> status = statuses.snapshot();
        Map<Long, HostView.Around> around = new HashMap<>();
        Map<Long, java.time.Instant> created = new HashMap<>();
        database.jdbc().sql("SELECT h.id, h.created, z.uuid, z.name, p.uuid, p.name, c.uuid, c.name, c.cluster_type,"
                + " m.uuid, m.name FROM host h JOIN data_center z ON z.id = h.data_center_id JOIN host_pod_ref p ON"
                + " p.id = h.pod_id JOIN cluster c ON c.id = h.cluster_id LEFT JOIN mshost m ON m.removed IS NULL"
                + " WHERE h.removed IS NULL")
                .query(row -> {
                    around.put(row.getLong(1), new HostView.Around(row.getString(3), row.getString(4), row.getString(5),
                            row.getString(6), row.getString(7), row.getString(8), row.getString(9), row.getString(10),
                            row.getString(11)));
                    created.put(row.getLong(1), Utc.read(row, "created"));
                });
        return host -> {
            long id = host.resource().id();
            return new HostView(host, around.get(id), status.apply(host).name(), created.get(id),
                    monitor.lastContact(id).map(HostMonitor.Contact::wallClock).orElse(null),
                    Optional.ofNullable(rows.get(id)), Optional.ofNullable(bmcs.get(id)));
        };
    }
}
