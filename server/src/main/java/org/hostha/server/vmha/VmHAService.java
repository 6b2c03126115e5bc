package org.hostha.server.vmha;

import java.util.List;
import java.util.concurrent.Executor;
import org.hostha.core.EventLoop;
import org.hostha.core.Notifications;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.spi.Membership;
import org.hostha.ha.spi.VmHA;
import org.hostha.server.db.Database;
import org.hostha.server.hosts.AgentClient;
import org.hostha.server.hosts.HostMonitor;
import org.hostha.server.hosts.HostStatuses;
import org.hostha.server.inventory.Inventory;
import org.hostha.server.inventory.ResourceStates;

/** VM HA as one thing: what the engine calls, and the restarts that follow. */
public final class VmHAService {

    private final VmRelease release;
    private final VmRestarter restarter;
    private final VmPower power;

    /**
     * @param membership says which manager works off which restart
     * @param loop where restarts are worked off; it waits for the database
     * @param blocking runs what waits for the database
     */
    public VmHAService(Database database, Membership membership, Inventory inventory, ResourceStates resourceStates,
            HostStatuses statuses, HostMonitor monitor, AgentClient agents, Settings settings,
            Notifications notifications, EventLoop loop, Executor blocking) {
        VmTable vms = new VmTable(database);
        RestartQueue queue = new RestartQueue(database, membership.self());
        Placement placement = new Placement(inventory, statuses, monitor, vms);
        restarter = new VmRestarter(vms, queue, membership, placement, inventory, agents, settings, notifications, loop);
        power = new VmPower(database, vms, queue, placement, inventory, agents, settings);
        release = new VmRelease(database, vms, queue, resourceStates, settings, restarter::kick, blocking);
    }

    /** The VMs on a host in the order of their release, for a store that is made before everything else. */
    public static List<ReleaseRecord.Vm> vmsOn(Database database, Resource host) {
        return VmRelease.vmsOn(new VmTable(database), host);
    }

    /** Goes on with what is owed, also from before a crash. */
    public void start() {
        restarter.start();
    }

    /**
     * Takes all VMs off a host that an admin says is dead, and restarts those with HA elsewhere. Nobody has seen that
     * host off: it is the admin's word.
     *
     * @return names of the VMs that are still bound to the host, because others kept changing them
     */
    public List<String> restartElsewhere(Resource host) {
        return release.abandon(host);
    }

    /** Starts and stops VMs because a user says so. */
    public VmPower power() {
        return power;
    }

    public VmHA vmHA() {
        return release;
    }
}
