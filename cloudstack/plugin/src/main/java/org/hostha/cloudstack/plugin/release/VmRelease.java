package org.hostha.cloudstack.plugin.release;

import com.cloud.agent.AgentManager;
import com.cloud.ha.HighAvailabilityManager;
import com.cloud.host.HostVO;
import com.cloud.host.Status;
import com.cloud.host.dao.HostDao;
import com.cloud.resource.ResourceManager;
import com.cloud.resource.ResourceState;
import com.cloud.utils.fsm.NoTransitionException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.cloudstack.plugin.settings.PluginSettings;
import org.hostha.cloudstack.plugin.store.Sql;
import org.hostha.core.Alert;
import org.hostha.core.EventLoop;
import org.hostha.core.Notifications;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.ReleaseRecord.Outcome;
import org.hostha.ha.ReleaseRecord.Vm;
import org.hostha.ha.Stored;
import org.hostha.ha.spi.VmHA;

/**
 * Has CloudStack's VM HA restart the VMs of a host that was seen off. One call does what can be done now:
 *
 * <pre>
 *   the host's status is not Down yet     disconnect it as HostDown, and look again at the next call: the agent manager does
 *                                         it in its own time, and not at all while it is loading the agent
 *   a VM is on it, VM HA has no work      schedule the restarts, with investigation (which is answered Down while the record
 *                                         is open): without, VMs that came back meanwhile would be stopped by force
 *   a VM is on it, VM HA is at work       wait
 *   no VM is on it any more               done; what won't restart is told once
 *   the host may have come back           nothing is asked for any more, which would strike what runs on it now; once it is up,
 *                                         VMs that VM HA has no work for are CloudStack's own affair again
 *   it takes minutes                      told once, with what each VM waits for
 * </pre>
 */
public final class VmRelease implements VmHA {

    private static final Logger LOG = LogManager.getLogger(VmRelease.class);

    /** How often VM HA is asked to take a VM off the host before it is given up. */
    static final int ATTEMPTS = 5;

    private record Key(long host, long release) { }

    private final AgentManager agents;
    private final HighAvailabilityManager vmHA;
    private final ResourceManager resources;
    private final HostDao hosts;
    private final VmTable vms;
    private final Function<Resource, Optional<Stored>> known;
    private final Settings settings;
    private final Notifications notifications;
    private final EventLoop clock;
    private final Executor blocking;
    private final long msid;
    private final Map<Key, HostRelease> releases = new ConcurrentHashMap<>();

    /**
     * @param known what is stored of a host by now
     * @param clock tells the time
     * @param blocking runs what waits for the database and for CloudStack's managers, which may let it wait for long
     * @param msid of this management server
     */
    public VmRelease(AgentManager agents, HighAvailabilityManager vmHA, ResourceManager resources, HostDao hosts, Sql sql,
            Function<Resource, Optional<Stored>> known, Settings settings, Notifications notifications, EventLoop clock,
            Executor blocking, long msid) {
        this.agents = agents;
        this.vmHA = vmHA;
        this.resources = resources;
        this.hosts = hosts;
        this.vms = new VmTable(sql);
        this.known = known;
        this.settings = settings;
        this.notifications = notifications;
        this.clock = clock;
        this.blocking = blocking;
        this.msid = msid;
    }

    @Override
    public List<Vm> vmsOn(Resource resource) {
        return vms.on(resource);
    }

    /** While an earlier call for the same record has not returned, the record comes back as it is. */
    @Override
    public CompletableFuture<ReleaseRecord> release(ReleaseRecord record) {
        return CompletableFuture.supplyAsync(() -> {
            releases.keySet().removeIf(key -> key.host() == record.resource().id() && key.release() < record.id());
            HostRelease progress = releases.computeIfAbsent(new Key(record.resource().id(), record.id()),
                    key -> begun(record));
            tellWhenLate(record, progress);
            if (!progress.enters()) {
                return record;
            }
            try {
                return release(record, progress);
            } finally {
                progress.leaves();
            }
        }, blocking);
    }

    /** Nobody asks again while a call hangs, so a timer looks whether one does. */
    private HostRelease begun(ReleaseRecord record) {
        HostRelease progress = new HostRelease(clock.now());
        clock.schedule(HostRelease.PATIENCE, () -> {
            if (progress.isUnderWay()) {
                tellWhenLate(record, progress);
            }
        });
        return progress;
    }

    private void tellWhenLate(ReleaseRecord record, HostRelease progress) {
        if (!record.drained() && progress.becomesLate(clock.now())) {
            notifications.send(new Alert(Alert.Type.USERVM, record.resource(), "VMs of " + record.resource() + " still wait for"
                    + " their restart", HostRelease.PATIENCE.toMinutes() + " minutes after it was seen off: " + record.report()));
        }
    }

    private ReleaseRecord release(ReleaseRecord record, HostRelease progress) {
        Resource host = record.resource();
        Optional<Stored> stored = known.apply(host);
        boolean maybeBack = stored.filter(Comeback::isPossible).isPresent();
        HostVO row = hosts.findById(host.id());
        if (row != null && !maybeBack && !progress.wasDown()) {
            if (!isDown(row, progress)) {
                return with(record, record.vms().stream().map(vm -> vm.outcome() == Outcome.PENDING ? VmStanding.settled(vm,
                        Outcome.PENDING, "waits until CloudStack has the host as Down") : vm).toList());
            }
            progress.isDown();
        }
        HostVO now = hosts.findById(host.id());
        List<Vm> pending = record.vms().stream().filter(vm -> vm.outcome() == Outcome.PENDING).toList();
        Map<String, VmStanding> standing = vms.standing(pending);
        boolean on = settings.value(PluginSettings.VM_HA, host);
        if (now != null && on && !maybeBack && pending.stream().map(vm -> standing.get(vm.uuid()))
                .anyMatch(one -> one != null && one.needsWork(host.id())) && progress.maySchedule(clock.now())) {
            LOG.info("{}: its VMs are scheduled to be restarted, attempt {}", host, progress.scheduled() + 1);
            progress.schedules(clock.now());
            vmHA.scheduleRestartForVmsOnHost(now, true, HighAvailabilityManager.ReasonType.HostDown);
            standing.clear();
            standing.putAll(vms.standing(pending));
        }
        int exhausted = progress.exhausted(clock.now());
        boolean back = stored.filter(Comeback::isComplete).isPresent() && now != null && now.getStatus() == Status.Up;
        ReleaseRecord after = with(record, record.vms().stream().map(vm -> {
            VmStanding one = standing.get(vm.uuid());
            return vm.outcome() != Outcome.PENDING ? vm
                    : maybeBack && now != null && one != null && one.needsWork(host.id()) ? one.leftToHost(vm, back)
                    : judge(vm, one, host, exhausted, on, now != null);
        }).toList());
        if (after.drained() && progress.report()) {
            report(after);
        }
        return after;
    }

    private static Vm judge(Vm vm, VmStanding standing, Resource host, int scheduled, boolean vmHA, boolean exists) {
        if (standing == null) {
            return VmStanding.settled(vm, Outcome.ABANDONED, "it no longer exists");
        }
        Vm judged = standing.judge(vm, host.id(), scheduled, vmHA);
        return exists || judged.outcome() != Outcome.PENDING ? judged
                : VmStanding.settled(vm, Outcome.ABANDONED, "its host was removed");
    }

    private boolean isDown(HostVO row, HostRelease progress) {
        if (row.getStatus() == Status.Down) {
            return true;
        }
        if (!progress.disconnects(clock.now())) {
            return false;
        }
        agents.disconnectWithoutInvestigation(row.getId(), Status.Event.HostDown);
        HostVO now = hosts.findById(row.getId());
        return now != null && now.getStatus() == Status.Down;
    }

    private void report(ReleaseRecord record) {
        Set<Vm> lost = record.vms().stream().filter(vm -> !vm.note().isEmpty()).collect(Collectors.toSet());
        if (!lost.isEmpty()) {
            notifications.send(new Alert(Alert.Type.USERVM, record.resource(), lost.size() + " VMs of "
                    + record.resource() + " are not restarted", record.report()));
        }
    }

    private static ReleaseRecord with(ReleaseRecord record, List<Vm> vms) {
        return new ReleaseRecord(record.resource(), record.id(), vms);
    }

    /** Where the host's resource state knows no way into maintenance it stays as it is: no VM is placed on it there either. */
    @Override
    public CompletableFuture<Void> enterMaintenance(Resource resource) {
        return CompletableFuture.runAsync(() -> {
            HostVO host = hosts.findById(resource.id());
            if (host == null || host.isInMaintenanceStates()) {
                return;
            }
            try {
                resources.resourceStateTransitTo(host, ResourceState.Event.InternalEnterMaintenance, msid);
            } catch (NoTransitionException e) {
                LOG.info("{}: resource state {} has no way into maintenance", resource, host.getResourceState());
            }
        }, blocking);
    }
}
