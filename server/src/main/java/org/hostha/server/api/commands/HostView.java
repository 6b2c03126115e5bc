package org.hostha.server.api.commands;

import java.time.Instant;
import java.util.Optional;
import org.hostha.ha.HARow;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.server.api.ResponseType;
import org.hostha.server.inventory.HostInfo;

/**
 * A host as {@code listHosts} shows it.
 *
 * @param lastPinged null while its agent never answered
 * @param row of {@code ha_config}, where HA is configured
 */
record HostView(HostInfo host, Around place, String status, Instant created, Instant lastPinged, Optional<HARow> row,
        Optional<OutOfBandManagement> oobm) {

    /** The names around a host. */
    record Around(String zoneUuid, String zone, String podUuid, String pod, String clusterUuid, String cluster,
            String clusterType, String manager, String managerName) { }

    static final ResponseType<HostView> TYPE = ResponseType.<HostView>named("host")
            .text("id", "ID of the host", view -> view.host.resource().uuid())
            .text("name", "its name", view -> view.host.resource().name())
            .text("type", "Routing for a hypervisor", view -> "Routing")
            .text("state", "status: Up, Down, Disconnected, Alert, Connecting", HostView::status)
            .text("resourcestate", "resource state: Enabled, Maintenance, ...", view -> view.host.resourceState())
            .text("hypervisor", "hypervisor", view -> view.host.hypervisor())
            .text("ipaddress", "private address", view -> view.host.address())
            .text("zoneid", "ID of its zone", view -> view.place.zoneUuid)
            .text("zonename", "name of its zone", view -> view.place.zone)
            .text("podid", "ID of its pod", view -> view.place.podUuid)
            .text("podname", "name of its pod", view -> view.place.pod)
            .text("clusterid", "ID of its cluster", view -> view.place.clusterUuid)
            .text("clustername", "name of its cluster", view -> view.place.cluster)
            .text("clustertype", "type of its cluster", view -> view.place.clusterType)
            .text("managementserverid", "ID of the management server that looks after it", view -> view.place.manager)
            .text("managementservername", "name of that management server", view -> view.place.managerName)
            .date("created", "when it was added", HostView::created)
            .date("lastpinged", "when its agent last answered", HostView::lastPinged)
            .object("hostha", "Host HA of the host", HostHACommands.HOST_HA, HostView::hostHA)
            .object("outofbandmanagement", "out-of-band management of the host", OutOfBandManagementCommands.VIEW,
                    HostView::outOfBandManagement);

    private HostHACommands.HostHA hostHA() {
        return row.map(found -> new HostHACommands.HostHA(null, found.enabled(),
                        found.stored().state().map(Enum::name).orElse("Disabled"), found.provider(), null))
                .orElse(new HostHACommands.HostHA(null, false, "Disabled", null, null));
    }

    private OutOfBandManagementCommands.View outOfBandManagement() {
        return oobm.map(found -> OutOfBandManagementCommands.View.of(null, found))
                .orElse(OutOfBandManagementCommands.View.UNCONFIGURED);
    }
}
