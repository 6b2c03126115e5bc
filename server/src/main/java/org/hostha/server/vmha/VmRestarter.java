package org.hostha.server.vmha;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Alert;
import org.hostha.core.Event;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.spi.Membership;
import org.hostha.server.hosts.AgentClient;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;

/**
 * Works off the restarts that are owed, on one loop. It never gives up; a VM is started twice nowhere, because
 * <ul>
 * <li>a VM is bound to its host in the database before the agent is asked, and after a crash the same agent is asked
 *     again, which finds it running or starts it;
 * <li>only an agent's own word, "refused, and it does not run here", frees the VM for another host. No answer is not an
 *     answer: the VM stays bound until the agent answers, or the host is seen off and its VMs are released;
 * <li>of several managers one works off the restarts of a VM; who takes them over lets the time of an answer pass.
 * </ul>
 */
final class VmRestarter {

    private static final Logger LOG = LogManager.getLogger(VmRestarter.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 6;

    private final VmTable vms;
    private final RestartQueue queue;
    private final Membership membership;
    private final Placement placement;
    private final Inventory inventory;
    private final AgentClient agents;
    private final Settings settings;
    private final Notifications notifications;
    private final EventLoop loop;

    /** Entries whose agent has not answered yet. */
    private final Set<Long> underWay = new HashSet<>();

    /** By VM, the host that refused it last; a hint for the next choice, and nothing is lost with it. */
    private final Map<Long, Long> refusedBy = new HashMap<>();

    private volatile boolean started;

    VmRestarter(VmTable vms, RestartQueue queue, Membership membership, Placement placement, Inventory inventory,
            AgentClient agents, Settings settings, Notifications notifications, EventLoop loop) {
        this.vms = vms;
        this.queue = queue;
        this.membership = membership;
        this.placement = placement;
        this.inventory = inventory;
        this.agents = agents;
        this.settings = settings;
        this.notifications = notifications;
        this.loop = loop;
    }

    void start() {
        started = true;
        loop.execute(this::repeat);
    }

    /** Looks at the queue now, because something was put into it. */
    void kick() {
        if (started) {
            loop.execute(this::round);
        }
    }

    private void repeat() {
        loop.schedule(ROUND, this::repeat);
        round();
    }

    private void round() {
        for (RestartQueue.Entry entry : queue.due()) {
            if (!underWay.contains(entry.id()) && isOurs(entry.vmId())) {
                advance(entry);
            }
        }
    }

    /** One manager works off the restarts of a VM, and stops when it can't show that it lives. */
    private boolean isOurs(long vmId) {
        return membership.view().isOwner(membership.self(), new Partition(PartitionType.VM, vmId));
    }

    private void advance(RestartQueue.Entry entry) {
        VmRow vm = vms.byId(entry.vmId()).orElse(null);
        if (vm == null) {
            queue.step(entry, "Cancelled");
            LOG.info("restart of VM {} is cancelled: it no longer exists", entry.vmId());
            return;
        }
        switch (vm.state()) {
            case "Running" -> queue.step(entry, "Done");
            case "Stopped" -> bind(entry, vm);
            case "Starting" -> {
                if (!entry.mine()) {
                    queue.takeOver(entry, timeout(vm));
                } else if (queue.begin(entry)) {
                    ask(entry, vm);
                }
            }
            default -> queue.retryIn(entry, pause(entry));
        }
    }

    private void bind(RestartQueue.Entry entry, VmRow vm) {
        Optional<HostInfo> target = placement.choose(entry.deadHost(), Optional.ofNullable(refusedBy.get(vm.id())));
        if (target.isEmpty()) {
            postpone(entry, vm, "no other host of its cluster is up and enabled");
        } else if (queue.begin(entry)) {
            vms.starting(vm, target.get().resource().id()).ifPresent(bound -> bound(entry, bound, target.get()));
        }
    }

    /** A host that was seen off since it was chosen has its VMs written down without this one, and won't release it. */
    private void bound(RestartQueue.Entry entry, VmRow vm, HostInfo host) {
        if (placement.maySend(host)) {
            queue.takeOver(entry, Duration.ZERO);
            send(entry, vm, host);
        } else if (vms.stopped(vm)) {
            LOG.info("VM {} is not started on {}, which is not up any more; choosing again", vm.name(), host.resource());
        }
    }

    private void ask(RestartQueue.Entry entry, VmRow vm) {
        Optional<HostInfo> host = vm.host().stream().boxed().findFirst().flatMap(inventory::host)
                .filter(found -> found.agent().isPresent() && placement.maySend(found));
        if (host.isPresent()) {
            send(entry, vm, host.get());
        } else {
            postpone(entry, vm, "the host that it is being started on is not up");
        }
    }

    private void send(RestartQueue.Entry entry, VmRow vm, HostInfo host) {
        Optional<String> pool = vms.pool(vm.id());
        if (pool.isEmpty()) {
            postpone(entry, vm, "it has no root volume");
            return;
        }
        if (!isOurs(vm.id())) {
            return;
        }
        underWay.add(entry.id());
        agents.start(host.agent().orElseThrow(), vm.name(), pool.get(), timeout(vm))
                .whenComplete((started, failure) -> loop.execute(() -> {
                    if (failure == null) {
                        underWay.remove(entry.id());
                        started(entry, vm, host);
                    } else {
                        notStarted(entry, vm, host, Futures.cause(failure));
                    }
                }));
    }

    private void started(RestartQueue.Entry entry, VmRow vm, HostInfo host) {
        if (!vms.running(vm)) {
            LOG.warn("VM {} was started on {}, and its row changed meanwhile; looking again", vm.name(),
                    host.resource());
            return;
        }
        queue.step(entry, "Done");
        refusedBy.remove(vm.id());
        LOG.info("VM {} restarted on {}", vm.name(), host.resource());
        notifications.publish(new Event("VM.START", Event.Level.INFO, new Partition(PartitionType.VM, vm.id()),
                "VM " + vm.name() + " was restarted by VM HA on " + host.resource()));
    }

    private void notStarted(RestartQueue.Entry entry, VmRow vm, HostInfo host, Throwable failure) {
        if (!(failure instanceof AgentClient.RefusedException)) {
            underWay.remove(entry.id());
            postpone(entry, vm, "no answer from " + host.resource() + " (" + failure.getClass().getSimpleName() + ")");
            return;
        }
        LOG.warn("VM {} was refused by {}: {}", vm.name(), host.resource(), failure.getMessage());
        if (!isOurs(vm.id())) {
            underWay.remove(entry.id());
            return;
        }
        agents.stopAndLook(host.agent().orElseThrow(), vm.name(), timeout(vm)).whenComplete((gone, unclear) ->
                loop.execute(() -> {
                    underWay.remove(entry.id());
                    if (unclear == null && gone && vms.stopped(vm)) {
                        refusedBy.put(vm.id(), host.resource().id());
                        queue.step(entry, "Scheduled");
                    }
                    postpone(entry, vm, "refused by " + host.resource());
                }));
    }

    private void postpone(RestartQueue.Entry entry, VmRow vm, String why) {
        queue.retryIn(entry, pause(entry));
        LOG.info("VM {} is not restarted yet: {}; trying again", vm.name(), why);
        if (entry.tried() == 0) {
            Optional<Resource> host = inventory.host(entry.deadHost()).map(HostInfo::resource);
            notifications.send(new Alert(Alert.Type.USERVM, host.orElseGet(vm::resource),
                    "VM " + vm.name() + " could not be restarted at once",
                    "It was on " + host.map(dead -> dead + ", which is off").orElse("a host that is deleted") + ". " + why
                            + ". It is tried again until it succeeds."));
        }
    }

    private Duration pause(RestartQueue.Entry entry) {
        Duration pause = Duration.ofSeconds(1L << Math.min(entry.tried(), MAX_DOUBLINGS));
        Duration longest = settings.value(VmHASettings.RETRY_MAX);
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    private Duration timeout(VmRow vm) {
        return settings.value(VmHASettings.START_TIMEOUT, vm.resource());
    }
}
