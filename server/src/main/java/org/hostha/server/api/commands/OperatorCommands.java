package org.hostha.server.api.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hostha.core.Bulkhead;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HAManager;
import org.hostha.ha.HAState;
import org.hostha.ha.ReleaseRecord;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.events.EventLog;
import org.hostha.server.inventory.ResourceStates;

/** What operators say and ask around a fence: commands of our own, in CloudStack's style. */
public final class OperatorCommands implements Commands.Group {

    private static final String PACKAGE = "admin.ha";

    private static final Parameter<Long> HOST =
            Parameter.id("hostid", Entity.HOST, "ID of the host").required();
    private static final Parameter<Long> ANY_HOST = Parameter.id("hostid", Entity.HOST, "only this host");
    private static final Parameter<Long> CLUSTER = Parameter.id("clusterid", Entity.CLUSTER, "this cluster");
    private static final Parameter<Long> ZONE =
            Parameter.id("zoneid", Entity.ZONE, "this zone: its clusters, and the guard of all clusters");
    private static final Parameter<String> REASON =
            Parameter.text("reason", "what was seen, and how; it is kept in the host's history").required();

    private record Queue(String name, Bulkhead.Load load) { }

    private record Guard(GuardRow row, Optional<Places.Place> cluster) { }

    private static final ResponseType<ReleaseRecord.Vm> VM = ResponseType.<ReleaseRecord.Vm>named("virtualmachine")
            .text("id", "ID of the VM", ReleaseRecord.Vm::uuid)
            .text("name", "its name", ReleaseRecord.Vm::name)
            .text("outcome", "PENDING, QUEUED for a restart, STOPPED, ELSEWHERE or ABANDONED", vm -> vm.outcome().name())
            .text("note", "why it won't restart, or what it waits for", ReleaseRecord.Vm::note);

    private static final ResponseType<HAManager.Release> RELEASE = ResponseType.<HAManager.Release>named("harelease")
            .number("id", "number of the release; grows with time", release -> release.record().id())
            .text("hostid", "ID of the host that was seen off", release -> release.record().resource().uuid())
            .text("hostname", "its name", release -> release.record().resource().name())
            .flag("open", "whether it is still being worked off", HAManager.Release::open)
            .text("report", "what became of the VMs, in one line", release -> release.record().report())
            .objects("virtualmachine", "the VMs that were on it", VM, release -> release.record().vms());

    private static final ResponseType<Guard> GUARD = ResponseType.<Guard>named("hastormguard")
            .text("clusterid", "ID of the cluster; absent for the guard of all clusters",
                    guard -> guard.cluster().map(Places.Place::uuid).orElse(null))
            .text("clustername", "its name", guard -> guard.cluster().map(Places.Place::name).orElse(null))
            .text("scope", "Cluster, or All", guard -> guard.row().scope() == GuardRow.ALL_CLUSTERS ? "All" : "Cluster")
            .flag("closed", "whether it holds back everything destructive", guard -> guard.row().closed())
            .integer("level", "how many suspects at once it has taken for what they are: it closes for more only",
                    guard -> guard.row().level());

    private static final ResponseType<Queue> QUEUE = ResponseType.<Queue>named("haqueue")
            .text("name", "kind of work", Queue::name)
            .integer("running", "running now", queue -> queue.load().running())
            .integer("pending", "waiting for its turn", queue -> queue.load().pending())
            .number("shed", "refused for want of room since this management server started",
                    queue -> queue.load().shed());

    private final HAManager manager;
    private final HAEngine engine;
    private final ResourceStates states;
    private final Places places;
    private final HostListing hosts;
    private final EventLog events;

    public OperatorCommands(HAManager manager, HAEngine engine, ResourceStates states, Places places,
            HostListing hosts, EventLog events) {
        this.manager = manager;
        this.engine = engine;
        this.states = states;
        this.places = places;
        this.hosts = hosts;
        this.events = events;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("confirmHostFenced")
                .describedAs("Takes an operator's word that a host is off: it is fenced and its VMs are restarted"
                        + " elsewhere, though its BMC is silent. Refused while the BMC says On")
                .in(PACKAGE).announces("HA.CONFIRM").about("Host", HOST)
                .takes(HOST, REASON).asynchronous()
                .returns(HostHACommands.HOST_HA, this::confirm));

        commands.add(Command.named("returnHostToService")
                .describedAs("Takes a host that was fenced, and answers again, out of maintenance")
                .in(PACKAGE).announces("HA.RETURN.TO.SERVICE").about("Host", HOST)
                .takes(HOST).asynchronous()
                .returns(HostView.TYPE, this::returnToService));

        commands.add(Command.named("listHAReleases")
                .describedAs("Lists what became of the VMs of hosts that were seen off")
                .in(PACKAGE).takes(ANY_HOST)
                .lists(RELEASE, this::releases));

        commands.add(Command.named("listHAStormGuards")
                .describedAs("Lists the storm guards that were ever closed")
                .in(PACKAGE).takes(CLUSTER)
                .listsAll(GUARD, this::guards));

        commands.add(Command.named("resetHAStormGuard")
                .describedAs("Opens the storm guard of a cluster, or those of a zone, before its cool-down is over")
                .in(PACKAGE).announces("HA.STORM.GUARD.RESET")
                .takes(CLUSTER, ZONE)
                .succeeds(this::reset));

        commands.add(Command.named("listHAQueues")
                .describedAs("Lists how much work of HA runs, waits and was shed on this management server")
                .in(PACKAGE)
                .listsAll(QUEUE, call -> queues()));
    }

    private HostHACommands.HostHA confirm(Call call) {
        Resource host = places.host(call.get(HOST));
        manager.confirmOff(host, call.caller().username(), call.get(REASON));
        return hostHA(host);
    }

    private HostHACommands.HostHA hostHA(Resource host) {
        HAManager.Config config = manager.list(Optional.of(host)).get(0);
        return new HostHACommands.HostHA(host.uuid(), config.enabled(), config.state().orElse(HAState.Disabled).name(),
                config.provider(), true);
    }

    private HostView returnToService(Call call) {
        Resource host = places.host(call.get(HOST));
        manager.requireReturnable(host);
        try {
            states.cancelMaintenance(host.id());
        } catch (ResourceStates.RefusedException e) {
            throw ApiException.failed(e.getMessage());
        }
        manager.returned(host, call.caller().username());
        return hosts.one(host.id());
    }

    private Paging.Rows<HAManager.Release> releases(Call call) {
        return call.paging().cut(manager.releases(call.optional(ANY_HOST).map(places::host)).stream()
                .filter(release -> call.keyword().map(word ->
                        release.record().resource().name().toLowerCase(Locale.ROOT).contains(word)).orElse(true))
                .toList());
    }

    private List<Guard> guards(Call call) {
        Optional<Long> cluster = call.optional(CLUSTER);
        return manager.stormGuards().stream()
                .filter(row -> cluster.isEmpty() || cluster.get() == row.scope())
                .map(row -> new Guard(row, row.scope() == GuardRow.ALL_CLUSTERS ? Optional.empty()
                        : places.behind(Partition.cluster(row.scope())))).toList();
    }

    private boolean reset(Call call) {
        Optional<Places.Place> cluster = call.optional(CLUSTER).map(places::cluster);
        Optional<Places.Place> zone = call.optional(ZONE).map(places::zone);
        if (cluster.isPresent() == zone.isPresent()) {
            throw ApiException.invalidValue("Give either clusterid or zoneid.");
        }
        Places.Place place = cluster.or(() -> zone).orElseThrow();
        Partition scope = cluster.isPresent() ? Partition.cluster(place.id()) : Partition.zone(place.id());
        events.onErrand(new EventLog.Errand(call.caller()), () -> manager.resetStormGuards(scope, place.name()));
        return true;
    }

    private List<Queue> queues() {
        List<Queue> queues = new ArrayList<>();
        for (Map.Entry<String, Bulkhead.Load> one : engine.loads().entrySet()) {
            queues.add(new Queue(one.getKey(), one.getValue()));
        }
        return queues;
    }
}
