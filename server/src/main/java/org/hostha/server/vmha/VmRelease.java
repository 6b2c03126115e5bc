package org.hostha.server.vmha;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.ReleaseRecord.Outcome;
import org.hostha.ha.spi.VmHA;
import org.hostha.server.db.Database;
import org.hostha.server.inventory.ResourceStates;

/**
 * Takes VMs off a host that was seen off. Each VM is one transaction: it is marked as stopped on that host and its
 * restart is owed, or neither.
 */
public final class VmRelease implements VmHA {

    private static final int RACES = 3;

    private final Database database;
    private final VmTable vms;
    private final RestartQueue queue;
    private final ResourceStates resourceStates;
    private final Settings settings;
    private final Runnable released;
    private final Executor blocking;

    /**
     * @param released told after each release, so that restarts begin at once
     * @param blocking runs what waits for the database
     */
    VmRelease(Database database, VmTable vms, RestartQueue queue, ResourceStates resourceStates, Settings settings,
            Runnable released, Executor blocking) {
        this.database = database;
        this.vms = vms;
        this.queue = queue;
        this.resourceStates = resourceStates;
        this.settings = settings;
        this.released = released;
        this.blocking = blocking;
    }

    @Override
    public List<ReleaseRecord.Vm> vmsOn(Resource resource) {
        return vmsOn(vms, resource);
    }

    static List<ReleaseRecord.Vm> vmsOn(VmTable vms, Resource resource) {
        return vms.on(resource.id()).stream()
                .map(vm -> new ReleaseRecord.Vm(vm.uuid(), vm.name(), Outcome.PENDING, "")).toList();
    }

    @Override
    public CompletableFuture<ReleaseRecord> release(ReleaseRecord record) {
        return CompletableFuture.supplyAsync(() -> {
            List<ReleaseRecord.Vm> settled = record.vms().stream()
                    .map(vm -> vm.outcome() == Outcome.PENDING ? settle(vm,
                            () -> stillOpen(record) ? settleOnce(record.resource(), vm) : vm) : vm).toList();
            released.run();
            return new ReleaseRecord(record.resource(), record.id(), settled);
        }, blocking);
    }

    /** @return names of the VMs that are still bound to the host, because others kept changing them */
    List<String> abandon(Resource host) {
        List<String> left = vmsOn(host).stream().map(vm -> settle(vm, () -> settleOnce(host, vm)))
                .filter(vm -> vm.outcome() == Outcome.PENDING).map(ReleaseRecord.Vm::name).toList();
        released.run();
        return left;
    }

    @Override
    public CompletableFuture<Void> enterMaintenance(Resource resource) {
        return CompletableFuture.runAsync(() -> resourceStates.fenced(resource.id()), blocking);
    }

    private ReleaseRecord.Vm settle(ReleaseRecord.Vm vm, Supplier<ReleaseRecord.Vm> attempt) {
        for (int race = 0; race < RACES; race++) {
            ReleaseRecord.Vm settled = database.transactions().execute(transaction -> attempt.get());
            if (settled.outcome() != Outcome.PENDING) {
                return settled;
            }
        }
        return vm;
    }

    /**
     * A call that was held up until the record was closed must do nothing: the host may be back, with the same VMs on
     * it. The lock keeps the record from being closed before this VM is settled.
     */
    private boolean stillOpen(ReleaseRecord record) {
        return database.jdbc().sql("SELECT release_id FROM hostha_case WHERE ha_config_id ="
                        + " (SELECT id FROM ha_config WHERE resource_id = ? AND resource_type = ?) FOR UPDATE")
                .param(record.resource().id()).param(record.resource().type().name()).query(Long.class).optional()
                .filter(open -> open == record.id()).isPresent();
    }

    private ReleaseRecord.Vm settleOnce(Resource host, ReleaseRecord.Vm vm) {
        VmRow row = vms.byUuid(vm.uuid()).orElse(null);
        if (row == null) {
            return settled(vm, Outcome.ABANDONED, "it no longer exists");
        }
        if (row.host().isPresent() && !row.isOn(host.id())) {
            return settled(vm, Outcome.ELSEWHERE, "");
        }
        if (row.host().isEmpty()) {
            return queue.isOwed(row.id()) ? settled(vm, Outcome.QUEUED, "")
                    : settled(vm, Outcome.STOPPED, "it was stopped already");
        }
        if (!vms.stopped(row)) {
            return vm;
        }
        String whyNot = whyNotRestarted(row, host);
        if (!whyNot.isEmpty()) {
            return settled(vm, Outcome.STOPPED, whyNot);
        }
        queue.add(row, host.id());
        return settled(vm, Outcome.QUEUED, "");
    }

    private String whyNotRestarted(VmRow row, Resource host) {
        if (!row.ha()) {
            return "HA is not enabled for it";
        }
        if (row.state().equals("Stopping")) {
            return "it was being stopped";
        }
        return settings.value(VmHASettings.ENABLED, host) ? "" : "vm.ha.enabled is false for its zone";
    }

    private static ReleaseRecord.Vm settled(ReleaseRecord.Vm vm, Outcome outcome, String note) {
        return new ReleaseRecord.Vm(vm.uuid(), vm.name(), outcome, note);
    }
}
