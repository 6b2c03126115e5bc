package org.hostha.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.hostha.core.EventLoop;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.ReleaseRecord.Outcome;
import org.hostha.ha.spi.ResourceDirectory;
import org.hostha.ha.spi.VmHA;

/** The cloud around HA: which hosts there are, where its VMs are placed, and who restarts them. */
final class Cloud implements ResourceDirectory, VmHA {

    private static final Duration REPORT = Duration.ofSeconds(5);

    private final EventLoop physics;
    private final Story story;
    private final Consumer<String> started;
    private final Map<Long, Machine> machines = new TreeMap<>();
    private final Map<String, Long> placements = new TreeMap<>();
    private final Map<String, Map<Long, Long>> restarts = new HashMap<>();
    private final Set<String> withoutHA = new HashSet<>();
    private Predicate<Machine> usable = machine -> true;
    private Duration lag = Duration.ofMillis(300);
    private boolean failing;
    private boolean full;

    /** @param started told of every start of a VM */
    Cloud(EventLoop physics, Story story, Consumer<String> started) {
        this.physics = physics;
        this.story = story;
        this.started = started;
    }

    /** @param asked whether VM HA may use a machine as a target */
    void targets(Predicate<Machine> asked) {
        usable = asked;
    }

    void releasesTake(Duration time) {
        lag = time;
    }

    void releasesFail(boolean fail) {
        failing = fail;
    }

    void isFull(boolean noRoom) {
        full = noRoom;
    }

    boolean works() {
        return !failing && !full && lag.compareTo(Duration.ofSeconds(1)) < 0;
    }

    void add(Machine machine) {
        machines.put(machine.resource.id(), machine);
    }

    void remove(Machine machine) {
        machines.remove(machine.resource.id());
    }

    List<Machine> machines() {
        return List.copyOf(machines.values());
    }

    Optional<Machine> machine(Resource resource) {
        return Optional.ofNullable(machines.get(resource.id()));
    }

    Optional<Machine> machine(String name) {
        return machines.values().stream().filter(machine -> machine.resource.name().equals(name)).findFirst();
    }

    /** A VM is there from the beginning. */
    void place(String vm, Machine machine) {
        machine.vms.add(vm);
        placements.put(vm, machine.resource.id());
    }

    /** A user starts a VM there, or has it started. */
    void start(String vm, Machine machine) {
        place(vm, machine);
        started.accept(vm);
    }

    /** A VM that is not to be restarted when its host fails. */
    void startWithoutHA(String vm, Machine machine) {
        withoutHA.add(vm);
        start(vm, machine);
    }

    /**
     * A VM is on its way from the machine that runs it to another, which counts as its place from now on, as in
     * CloudStack. After a while it is there; or where it was, if it can't go there; or else it is lost with its source, and
     * started anew.
     */
    void migrate(String vm, Machine to, Duration time) {
        boolean possible = to.manageable() && !to.maintenance && holdersOf(vm).stream()
                .anyMatch(source -> source != to && source.manageable() && placements.get(vm) == source.resource.id());
        if (!possible) {
            story.tell(to.resource.name(), vm + " can't be migrated here");
            return;
        }
        placements.put(vm, to.resource.id());
        physics.schedule(time, () -> arrive(vm, to));
    }

    private void arrive(String vm, Machine to) {
        Optional<Machine> source = holdersOf(vm).stream().findFirst();
        boolean settled = !Long.valueOf(to.resource.id()).equals(placements.get(vm)) || source.equals(Optional.of(to));
        if (settled) {
            return;
        }
        if (source.isPresent() && to.manageable() && !to.maintenance) {
            source.get().vms.remove(vm);
            story.tell(to.resource.name(), vm + " arrives from " + source.get().resource);
            place(vm, to);
        } else if (source.isPresent()) {
            placements.put(vm, source.get().resource.id());
            story.tell(source.get().resource.name(), vm + " stays: it can't go to " + to.resource);
        } else {
            target(to.resource).ifPresent(other -> start(vm, other));
        }
    }

    /** The VMs that are placed on a machine, are to be restarted when it fails, and have no process anywhere. */
    List<String> down(Machine machine) {
        return placements.entrySet().stream().filter(entry -> entry.getValue() == machine.resource.id())
                .map(Map.Entry::getKey).filter(vm -> !withoutHA.contains(vm) && holdersOf(vm).isEmpty()).toList();
    }

    boolean hasHA(String vm) {
        return !withoutHA.contains(vm);
    }

    /** Some host would take the VM, had it been released. */
    boolean canRun(String vm) {
        return Optional.ofNullable(placements.get(vm)).map(machines::get)
                .flatMap(machine -> target(machine.resource)).isPresent();
    }

    /** The machines that hold a process of a VM. More than one is the one thing that must never be. */
    List<Machine> holdersOf(String vm) {
        return machines.values().stream().filter(machine -> machine.vms.contains(vm)).toList();
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

    /** Starts what is released, as far as there is room. */
    @Override
    public CompletableFuture<ReleaseRecord> release(ReleaseRecord record) {
        CompletableFuture<ReleaseRecord> done = new CompletableFuture<>();
        physics.schedule(lag, () -> {
            if (failing) {
                done.completeExceptionally(new IllegalStateException("VM HA fails"));
            } else {
                done.complete(new ReleaseRecord(record.resource(), record.id(),
                        record.vms().stream().map(vm -> restart(record, vm)).toList()));
            }
        });
        return done;
    }

    private ReleaseRecord.Vm restart(ReleaseRecord record, ReleaseRecord.Vm vm) {
        if (vm.outcome() != Outcome.PENDING) {
            return vm;
        }
        if (newestRestart(vm).getOrDefault(record.resource().id(), -1L) >= record.id()) {
            return new ReleaseRecord.Vm(vm.uuid(), vm.name(), Outcome.QUEUED, "");
        }
        if (!Long.valueOf(record.resource().id()).equals(placements.get(vm.uuid()))) {
            return new ReleaseRecord.Vm(vm.uuid(), vm.name(), Outcome.ELSEWHERE, "");
        }
        Optional<Machine> holder = holdersOf(vm.uuid()).stream()
                .filter(machine -> !machine.resource.equals(record.resource())).findFirst();
        if (holder.isPresent()) {
            return whereItCameFrom(vm, holder.get());
        }
        if (withoutHA.contains(vm.uuid())) {
            placements.remove(vm.uuid());
            return new ReleaseRecord.Vm(vm.uuid(), vm.name(), Outcome.STOPPED, "HA is not enabled for it");
        }
        Optional<Machine> target = full ? Optional.empty() : target(record.resource());
        if (target.isEmpty()) {
            return new ReleaseRecord.Vm(vm.uuid(), vm.name(), Outcome.PENDING, "no host has room");
        }
        story.tell(record.resource().name(), vm.name() + " starts on " + target.get().resource);
        start(vm.uuid(), target.get());
        newestRestart(vm).put(record.resource().id(), record.id());
        return new ReleaseRecord.Vm(vm.uuid(), vm.name(), Outcome.QUEUED, "");
    }

    /** It was on its way to the host that was seen off, and runs where it came from, unless that is dead, too. */
    private ReleaseRecord.Vm whereItCameFrom(ReleaseRecord.Vm vm, Machine source) {
        if (!source.running()) {
            return new ReleaseRecord.Vm(vm.uuid(), vm.name(), Outcome.PENDING, "may run on " + source.resource + " still");
        }
        placements.put(vm.uuid(), source.resource.id());
        story.tell(source.resource.name(), vm.name() + " stays: its migration failed");
        return new ReleaseRecord.Vm(vm.uuid(), vm.name(), Outcome.ELSEWHERE, "");
    }

    /** A host is looked after again; if it has booted meanwhile, its agent's report tells which VMs are missing on it. */
    void reports(Machine machine) {
        if (machine.reportsAnew()) {
            physics.schedule(REPORT, () -> down(machine).forEach(vm -> {
                if (machine.manageable()) {
                    story.tell(machine.resource.name(), vm + " is missing in its report, and starts again");
                    start(vm, machine);
                }
            }));
        }
    }

    /** For which release of each host a VM was restarted last: who asks for it twice gets it once. */
    private Map<Long, Long> newestRestart(ReleaseRecord.Vm vm) {
        return restarts.computeIfAbsent(vm.uuid(), uuid -> new HashMap<>());
    }

    /** Another host, or else the host itself once it is back: what ran on it has ended with its power. */
    private Optional<Machine> target(Resource released) {
        return machines.values().stream()
                .filter(machine -> machine.resource.clusterId() == released.clusterId())
                .filter(machine -> machine.manageable() && !machine.maintenance)
                .filter(machine -> machine.resource.equals(released) || usable.test(machine))
                .min(Comparator.<Machine, Boolean>comparing(machine -> machine.resource.equals(released))
                        .thenComparing(machine -> machine.vms.size()));
    }

    @Override
    public CompletableFuture<Void> enterMaintenance(Resource resource) {
        Optional.ofNullable(machines.get(resource.id())).ifPresent(machine -> machine.maintenance = true);
        return CompletableFuture.completedFuture(null);
    }
}
