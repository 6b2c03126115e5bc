package org.hostha.server.vmha;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hostha.core.Futures;
import org.hostha.core.Settings;
import org.hostha.server.db.Database;
import org.hostha.server.hosts.AgentClient;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;

/**
 * Starts and stops VMs because a user says so. Calls wait for agents. As with VM HA, a VM is bound to its host in the
 * database before that host's agent is asked to start it, and only that agent's word frees it: a VM whose start was not
 * answered is started on the same host by the next call, and none is called Stopped whose agent has not said so,
 * however hard the stop is forced.
 */
public final class VmPower {

    /** What a user is told. */
    public static final class FailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FailedException(String message) {
            super(message);
        }
    }

    private final Database database;
    private final VmTable vms;
    private final RestartQueue queue;
    private final Placement placement;
    private final Inventory inventory;
    private final AgentClient agents;
    private final Settings settings;

    /** VMs that a call is at work on. Of two that ask an agent at once, one could free what the other one starts. */
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

    VmPower(Database database, VmTable vms, RestartQueue queue, Placement placement, Inventory inventory,
            AgentClient agents, Settings settings) {
        this.database = database;
        this.vms = vms;
        this.queue = queue;
        this.placement = placement;
        this.inventory = inventory;
        this.agents = agents;
        this.settings = settings;
    }

    /**
     * Starts a VM, on the host that it was on where that serves. Nothing happens to one that runs; one that VM HA is
     * about to start is left to VM HA, because an agent's word must go to the only one who has asked.
     *
     * @throws FailedException when it does not run afterwards, or it can't be known whether it does
     */
    public void start(long vmId) {
        alone(vmId, this::start);
    }

    private void start(VmRow vm) {
        if (!vm.state().equals("Running") && queue.isOwed(vm.id())) {
            throw failed(vm, "is being restarted by VM HA, which tries until it runs or a user stops it");
        }
        switch (vm.state()) {
            case "Running" -> { }
            case "Stopped" -> startOn(bound(vm));
            case "Starting" -> startOn(askedAgain(vm));
            default -> throw failed(vm, "is " + vm.state() + ": stop it first");
        }
    }

    /**
     * Stops a VM, and gives up a restart that is owed to it. Nothing happens to one that is stopped.
     *
     * @throws FailedException when it is not seen stopped afterwards
     */
    public void stop(long vmId) {
        alone(vmId, this::stop);
    }

    /** @param vm as it was seen: where it is not so any more, nothing is changed, and what is owed to it stays owed */
    void stop(VmRow vm) {
        if (vm.state().equals("Starting")) {
            throw failed(vm, "is being started: stop it when it runs");
        }
        boolean stopped = vm.state().equals("Stopped");
        database.transactions().executeWithoutResult(transaction -> {
            if (stopped ? !vms.stays(vm) : !vms.stopping(vm)) {
                throw changed(vm);
            }
            queue.cancel(vm.id());
        });
        if (!stopped) {
            stopThere(row(vm.id()));
        }
    }

    /**
     * Stops a running VM and starts it again.
     *
     * @throws FailedException as {@link #stop} and {@link #start} do
     */
    public void reboot(long vmId) {
        alone(vmId, vm -> {
            if (!vm.state().equals("Running")) {
                throw failed(vm, "is " + vm.state() + ", and only what runs can be rebooted");
            }
            stop(vm);
            start(row(vmId));
        });
    }

    private void alone(long vmId, Consumer<VmRow> action) {
        if (!underWay.add(vmId)) {
            throw failed(row(vmId), "is being started or stopped by another call; try again when that has ended");
        }
        try {
            action.accept(row(vmId));
        } finally {
            underWay.remove(vmId);
        }
    }

    /** Whoever asked before doesn't free it any more. */
    private VmRow askedAgain(VmRow vm) {
        if (!vms.stays(vm)) {
            throw changed(vm);
        }
        return row(vm.id());
    }

    private VmRow bound(VmRow vm) {
        HostInfo host = vms.lastHost(vm.id()).flatMap(placement::again)
                .orElseThrow(() -> failed(vm, "can't be started: no host of its cluster is up and enabled"));
        VmRow bound = vms.starting(vm, host.resource().id()).orElseThrow(() -> failed(vm, "can't be started on "
                + host.resource() + ": it, or the host, was changed by somebody else meanwhile"));
        if (!placement.maySend(host)) {
            vms.stopped(bound);
            throw failed(vm, "can't be started on " + host.resource() + ", which is not up any more");
        }
        return bound;
    }

    private void startOn(VmRow vm) {
        HostInfo host = reachable(vm);
        String pool = vms.pool(vm.id()).orElseThrow(() -> failed(vm, "has no root volume"));
        try {
            agents.start(host.agent().orElseThrow(), vm.name(), pool, timeout(vm)).join();
        } catch (CompletionException e) {
            if (Futures.cause(e) instanceof AgentClient.RefusedException && answer(vm, host) && vms.stopped(vm)) {
                throw failed(vm, "was refused by " + host.resource());
            }
            throw failed(vm, "may have been started: no clear answer from " + host.resource()
                    + ". Starting it again asks the same host.");
        }
        if (!vms.running(vm) && !row(vm.id()).state().equals("Running")) {
            throw changed(vm);
        }
    }

    private void stopThere(VmRow vm) {
        HostInfo host = reachable(vm);
        if (!answer(vm, host)) {
            throw failed(vm, "was not seen stopped: no clear answer from " + host.resource());
        }
        if (!vms.stopped(vm) && !row(vm.id()).state().equals("Stopped")) {
            throw changed(vm);
        }
    }

    /** Whether the agent has stopped it, and then said that it does not run there. */
    private boolean answer(VmRow vm, HostInfo host) {
        CompletableFuture<Boolean> gone = agents.stopAndLook(host.agent().orElseThrow(), vm.name(), timeout(vm));
        return gone.handle((value, failure) -> failure == null && value).join();
    }

    private HostInfo reachable(VmRow vm) {
        Optional<HostInfo> host = vm.host().stream().boxed().findFirst().flatMap(inventory::host)
                .filter(found -> found.agent().isPresent() && placement.maySend(found));
        return host.orElseThrow(() -> failed(vm, "can't be reached: the host that it is on is not Up"));
    }

    private VmRow row(long vmId) {
        return vms.byId(vmId).orElseThrow(() -> new FailedException("VM " + vmId + " does not exist any more."));
    }

    private Duration timeout(VmRow vm) {
        return settings.value(VmHASettings.START_TIMEOUT, vm.resource());
    }

    private static FailedException failed(VmRow vm, String what) {
        return new FailedException("VM " + vm.name() + " " + what);
    }

    private static FailedException changed(VmRow vm) {
        return failed(vm, "was changed by somebody else meanwhile");
    }
}
