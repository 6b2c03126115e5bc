package org.hostha.server.api.commands;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.ha.HAManager;
import org.hostha.ha.HAState;
import org.hostha.ha.spi.HAProvider;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.inventory.HostInfo;

/** Host HA: CloudStack's commands of package {@code admin.ha}. */
public final class HostHACommands implements Commands.Group {

    private static final Parameter<Long> HOST =
            Parameter.id("hostid", Entity.HOST, "ID of the host").required();
    private static final Parameter<Long> ANY_HOST =
            Parameter.id("hostid", Entity.HOST, "only this host");
    private static final Parameter<Long> CLUSTER =
            Parameter.id("clusterid", Entity.CLUSTER, "ID of the cluster").required();
    private static final Parameter<Long> ZONE =
            Parameter.id("zoneid", Entity.ZONE, "ID of the zone").required();
    private static final Parameter<String> PROVIDER =
            Parameter.text("provider", "HA provider, such as KVMHAProvider; in any case").required();
    private static final Parameter<String> HYPERVISOR =
            Parameter.text("hypervisor", "hypervisor type: KVM, Simulator or Unknown").required();

    private static final Set<String> HYPERVISORS = new TreeSet<>(Set.of("KVM", "Simulator", "Unknown"));

    /** What a command tells of a host's HA; null where it doesn't. */
    record HostHA(String hostId, Boolean enabled, String state, String provider, Boolean status) { }

    static final ResponseType<HostHA> HOST_HA = ResponseType.<HostHA>named("hostha")
            .text("hostid", "ID of the host", HostHA::hostId)
            .flag("haenable", "whether HA is enabled for the host", HostHA::enabled)
            .text("hastate", "HA state of the host", HostHA::state)
            .text("haprovider", "HA provider of the host", HostHA::provider)
            .flag("status", "whether the operation succeeded", HostHA::status);

    private static final ResponseType<HAProvider> HA_PROVIDER = ResponseType.<HAProvider>named("haprovider")
            .text("haprovider", "name of the HA provider", HAProvider::name);

    private final HAManager manager;
    private final Places places;

    public HostHACommands(HAManager manager, Places places) {
        this.manager = manager;
        this.places = places;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("configureHAForHost").describedAs("Configures the HA provider of a host")
                .since("4.11").in("admin.ha").announces("HA.RESOURCE.CONFIGURE")
                .takes(HOST, PROVIDER).asynchronous()
                .returns(HOST_HA, this::configure));

        commands.add(Command.named("enableHAForHost").describedAs("Enables HA for a host")
                .since("4.11").in("admin.ha").announces("HA.RESOURCE.ENABLE")
                .takes(HOST).asynchronous()
                .returns(HOST_HA, call -> turnHost(call, true)));

        commands.add(Command.named("disableHAForHost").describedAs("Disables HA for a host")
                .since("4.11").in("admin.ha").announces("HA.RESOURCE.DISABLE")
                .takes(HOST).asynchronous()
                .returns(HOST_HA, call -> turnHost(call, false)));

        commands.add(Command.named("enableHAForCluster").describedAs("Turns HA of a cluster on")
                .since("4.11").in("admin.ha").announces("HA.RESOURCE.ENABLE")
                .takes(CLUSTER).asynchronous()
                .succeeds(call -> turnCluster(call, true)));

        commands.add(Command.named("disableHAForCluster").describedAs("Turns HA of a whole cluster off")
                .since("4.11").in("admin.ha").announces("HA.RESOURCE.DISABLE")
                .takes(CLUSTER).asynchronous()
                .succeeds(call -> turnCluster(call, false)));

        commands.add(Command.named("enableHAForZone").describedAs("Turns HA of a zone on")
                .since("4.11").in("admin.ha").announces("HA.RESOURCE.ENABLE")
                .takes(ZONE).asynchronous()
                .succeeds(call -> turnZone(call, true)));

        commands.add(Command.named("disableHAForZone").describedAs("Turns HA of a whole zone off")
                .since("4.11").in("admin.ha").announces("HA.RESOURCE.DISABLE")
                .takes(ZONE).asynchronous()
                .succeeds(call -> turnZone(call, false)));

        commands.add(Command.named("listHostHAProviders").describedAs("Lists the HA providers for a hypervisor")
                .since("4.11").in("admin.ha")
                .takes(HYPERVISOR)
                .listsAll(HA_PROVIDER, this::providers));

        commands.add(Command.named("listHostHAResources").describedAs("Lists the hosts that HA is configured for")
                .since("4.11").in("admin.ha")
                .takes(ANY_HOST)
                .listsAll(HOST_HA, this::resources));
    }

    private HostHA configure(Call call) {
        HostInfo host = places.hostInfo(call.get(HOST));
        Resource resource = host.resource();
        manager.provider(call.get(PROVIDER)).filter(found -> !found.resourceSubType().equals(host.hypervisor()))
                .ifPresent(found -> {
                    throw ApiException.invalidValue("Incompatible haprovider provided [" + found.resourceSubType()
                            + "] for the resource [" + resource.uuid() + "] of hypervisor type: [" + host.hypervisor()
                            + "].");
                });
        manager.configure(resource, call.get(PROVIDER));
        return new HostHA(resource.uuid(), null, null, call.get(PROVIDER).toLowerCase(java.util.Locale.ROOT), null);
    }

    private HostHA turnHost(Call call, boolean on) {
        Resource host = places.host(call.get(HOST));
        manager.turn(host, on);
        return new HostHA(host.uuid(), on, null, null, true);
    }

    private boolean turnCluster(Call call, boolean on) {
        Places.Place cluster = places.cluster(call.get(CLUSTER));
        manager.turn(Partition.cluster(cluster.id()), cluster.name(), on);
        return true;
    }

    private boolean turnZone(Call call, boolean on) {
        Places.Place zone = places.zone(call.get(ZONE));
        manager.turn(Partition.zone(zone.id()), zone.name(), on);
        return true;
    }

    private List<HAProvider> providers(Call call) {
        String hypervisor = call.get(HYPERVISOR);
        if (!HYPERVISORS.contains(hypervisor)) {
            throw ApiException.invalidValue("Unknown hypervisor [" + hypervisor + "]; it must be one of "
                    + HYPERVISORS);
        }
        return manager.providers(hypervisor);
    }

    private List<HostHA> resources(Call call) {
        Optional<Resource> host = call.optional(ANY_HOST).map(places::host);
        return manager.list(host).stream().map(config -> new HostHA(config.resource().uuid(), config.enabled(),
                config.state().orElse(HAState.Disabled).name(), config.provider(), null)).toList();
    }
}
