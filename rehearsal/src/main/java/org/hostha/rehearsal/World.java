package org.hostha.rehearsal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Alert;
import org.hostha.core.Event;
import org.hostha.core.EventLoop;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.DecisionRecord;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HAState;
import org.hostha.ha.ReleaseRecord.Outcome;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.VmHAStatus;
import org.hostha.ha.spi.Membership;
import org.hostha.ha.spi.ResourceDirectory;
import org.hostha.ha.spi.VmHA;
import org.hostha.testkit.MemoryHAStore;
import org.hostha.testkit.VirtualTime;

/**
 * Machines, a database and one manager in virtual time, from one seed. It watches by itself that no VM runs twice,
 * after every change of power and every start of a VM.
 */
final class World implements ResourceDirectory, VmHA {

    private static final long MANAGER = 4711;

    private final VirtualTime time;
    private final Random random;
    private final EventLoop physics;
    private final Map<Long, Machine> machines = new TreeMap<>();
    private final Map<String, Long> placements = new TreeMap<>();
    private final MemoryHAStore store;
    private final MachineProvider provider;
    private final List<String> story = new ArrayList<>();
    private final List<String> offences = new ArrayList<>();
    private Optional<Manager> manager = Optional.empty();

    /** A manager and its loops: when it dies, nothing of it runs any more. */
    private final class Manager {
        private final MortalLoop shard = new MortalLoop(time.loop());
        private final MortalLoop blocking = new MortalLoop(time.loop());
        private final HAEngine engine = new HAEngine(new HAEngine.World(Membership.alone(MANAGER), store,
                World.this, List.of(provider),
                World.this, Settings.defaults(), notifications(), List.of(shard),
                task -> blocking.schedule(latency(), task), random));

        void die() {
            shard.die();
            blocking.die();
        }
    }

    World(long seed, int clusters, int hostsPerCluster, int vmsPerHost, HAPolicy policy) {
        time = new VirtualTime(seed);
        random = new Random(seed);
        physics = time.loop();
        store = new MemoryHAStore(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), this::vmsOn);
        provider = new MachineProvider(resource -> machines.get(resource.id()), physics, this::latency, policy);
        provider.watch(this::judge);
        for (int cluster = 1; cluster <= clusters; cluster++) {
            for (int i = 1; i <= hostsPerCluster; i++) {
                long id = cluster * 100L + i;
                Machine machine = new Machine(
                        new Resource(PartitionType.Host, id, "uuid-" + id, "host-" + id, 1, cluster, cluster));
                machines.put(id, machine);
                for (int vm = 1; vm <= vmsPerHost; vm++) {
                    place("vm-" + id + "-" + vm, machine);
                }
                store.configure(machine.resource, provider.name().toLowerCase(Locale.ROOT));
                store.turnSwitch(machine.resource.partition(), true);
            }
        }
    }

    private Duration latency() {
        return Duration.ofMillis(5 + random.nextInt(600));
    }

    private void place(String vm, Machine machine) {
        machine.vms.add(vm);
        placements.put(vm, machine.resource.id());
    }

    Random random() {
        return random;
    }

    List<Machine> machines() {
        return List.copyOf(machines.values());
    }

    MachineProvider provider() {
        return provider;
    }

    MemoryHAStore store() {
        return store;
    }

    List<String> offences() {
        return offences;
    }

    List<String> story() {
        return story;
    }

    boolean managed() {
        return manager.isPresent();
    }

    void startManager() {
        tell("a manager starts");
        Manager started = new Manager();
        manager = Optional.of(started);
        started.engine.start();
    }

    void killManager() {
        tell("the manager dies");
        manager.ifPresent(Manager::die);
        manager = Optional.empty();
    }

    void refresh(Machine machine) {
        manager.ifPresent(running -> running.engine.refresh(machine.resource));
    }

    void pass(Duration duration) {
        time.advance(duration);
    }

    Optional<HAState> state(Machine machine) {
        return store.row(machine.resource).flatMap(row -> row.stored().state());
    }

    VmHAStatus vmHAStatus(Machine machine) {
        return store.row(machine.resource).map(row -> VmHAStatus.of(row.stored())).orElse(VmHAStatus.NotOurs);
    }

    List<DecisionRecord> decisions(Machine machine) {
        return store.decisions(machine.resource, 0, 1000);
    }

    void tell(String what) {
        story.add(String.format("%8.1f  %s", time.now().nanos() / 1e9, what));
    }

    /** The one thing that must never be: two machines that hold a process of the same VM. */
    void judge() {
        Map<String, String> seen = new TreeMap<>();
        for (Machine machine : machines.values()) {
            for (String vm : machine.vms) {
                String other = seen.put(vm, machine.resource.name());
                if (other != null) {
                    offences.add(vm + " runs on " + other + " and on " + machine.resource.name());
                    tell("OFFENCE: " + vm + " runs on " + other + " and on " + machine.resource.name());
                }
            }
        }
    }

    private Notifications notifications() {
        return new Notifications() {
            @Override
            public void publish(Event event) {
                tell(event.description());
            }

            @Override
            public void send(Alert alert) {
                tell("ALERT " + alert.subject());
            }
        };
    }

    @Override
    public Optional<Resource> find(Partition resource) {
        return Optional.ofNullable(machines.get(resource.id())).map(machine -> machine.resource);
    }

    @Override
    public List<Resource> within(Partition partition) {
        return machines.values().stream().map(machine -> machine.resource).filter(resource ->
                partition.type() == PartitionType.Zone || resource.clusterId() == partition.id()).toList();
    }

    @Override
    public List<ReleaseRecord.Vm> vmsOn(Resource resource) {
        return placements.entrySet().stream().filter(entry -> entry.getValue() == resource.id())
                .map(entry -> new ReleaseRecord.Vm(entry.getKey(), entry.getKey(), Outcome.PENDING, "")).toList();
    }

    /** Starts what is released wherever VM HA is told that a machine is Up; the record says where it no longer is. */
    @Override
    public CompletableFuture<ReleaseRecord> release(ReleaseRecord record) {
        CompletableFuture<ReleaseRecord> done = new CompletableFuture<>();
        physics.schedule(latency(), () -> done.complete(new ReleaseRecord(record.resource(), record.id(),
                record.vms().stream().map(vm -> restart(record, vm)).toList())));
        return done;
    }

    private ReleaseRecord.Vm restart(ReleaseRecord record, ReleaseRecord.Vm vm) {
        if (vm.outcome() != Outcome.PENDING) {
            return vm;
        }
        if (placements.get(vm.uuid()) != record.resource().id()) {
            return new ReleaseRecord.Vm(vm.uuid(), vm.name(), Outcome.ELSEWHERE, "");
        }
        Optional<Machine> target = machines.values().stream()
                .filter(machine -> machine.resource.clusterId() == record.resource().clusterId())
                .filter(machine -> machine.resource.id() != record.resource().id() && machine.manageable()
                        && !machine.maintenance && vmHAStatus(machine) == VmHAStatus.Up).findFirst();
        if (target.isEmpty()) {
            return vm;
        }
        place(vm.uuid(), target.get());
        tell(vm.name() + " starts on " + target.get().resource);
        judge();
        return new ReleaseRecord.Vm(vm.uuid(), vm.name(), Outcome.QUEUED, "");
    }

    @Override
    public CompletableFuture<Void> enterMaintenance(Resource resource) {
        machines.get(resource.id()).maintenance = true;
        return CompletableFuture.completedFuture(null);
    }
}
