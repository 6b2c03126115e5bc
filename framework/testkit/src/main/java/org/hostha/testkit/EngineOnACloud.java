package org.hostha.testkit;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HAState;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.ReleaseRecord.Outcome;
import org.hostha.ha.spi.Membership;
import org.hostha.ha.spi.ResourceDirectory;
import org.hostha.ha.spi.VmHA;

/** The engine over a store in memory, with a cloud's provider and one workload on each of its resources. */
final class EngineOnACloud implements ResourceDirectory, VmHA, AutoCloseable {

    private final SimulatedCloud cloud;
    private final MemoryHAStore store = new MemoryHAStore(Clock.systemUTC(), this::vmsOn);
    private final HAEngine engine;

    /** For each release of a resource's workload: whether it had power. */
    private final Map<Resource, List<Boolean>> released = new ConcurrentHashMap<>();

    EngineOnACloud(SimulatedCloud cloud) {
        this.cloud = cloud;
        engine = new HAEngine(new HAEngine.World(Membership.alone(1), store, this, List.of(cloud.provider()), this,
                Settings.defaults(), Notifications.none(), List.of(cloud.loop()), cloud.loop(), new Random(1)));
        for (Resource resource : cloud.resources()) {
            store.configure(resource, cloud.provider().name().toLowerCase(Locale.ROOT));
            store.turnSwitch(resource.partition(), true);
        }
        engine.start();
    }

    HAState state(Resource resource) {
        return store.row(resource).flatMap(row -> row.stored().state()).orElse(HAState.Disabled);
    }

    List<Boolean> released(Resource resource) {
        return released.getOrDefault(resource, List.of());
    }

    @Override
    public Optional<Resource> find(Partition resource) {
        return cloud.resources().stream().filter(each -> each.partition().equals(resource)).findFirst();
    }

    @Override
    public List<Resource> within(Partition partition) {
        return cloud.resources();
    }

    @Override
    public List<ReleaseRecord.Vm> vmsOn(Resource resource) {
        return List.of(new ReleaseRecord.Vm("vm-" + resource.uuid(), "vm-" + resource.name(), Outcome.PENDING, ""));
    }

    @Override
    public CompletableFuture<ReleaseRecord> release(ReleaseRecord record) {
        released.computeIfAbsent(record.resource(), resource -> new CopyOnWriteArrayList<>())
                .add(cloud.isOn(record.resource()));
        return CompletableFuture.completedFuture(new ReleaseRecord(record.resource(), record.id(), record.vms().stream()
                .map(vm -> new ReleaseRecord.Vm(vm.uuid(), vm.name(), Outcome.QUEUED, "")).toList()));
    }

    @Override
    public CompletableFuture<Void> enterMaintenance(Resource resource) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        engine.close();
    }
}
