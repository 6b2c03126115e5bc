package org.hostha.rehearsal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.Directive;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAManager;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HAState;
import org.hostha.ha.VmHAStatus;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.HAStore;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerReading;

/**
 * What operators do: at the API of the first manager that runs, the real {@link HAManager} with its refusals, and with
 * their hands. What is done is written into the auditor's books, what is refused into the story.
 */
final class Operator {

    private static final String NAME = "operator";
    /** For how long a confirmation that nobody has used yet is believed. */
    private static final Duration CONFIRMATION = Duration.ofMinutes(10);
    private static final Duration ROUND = Duration.ofSeconds(10);

    private final World world;
    private final HAStore store;
    private final Laws laws;

    /** @param store the way to the database that whoever asks a manager has: as good as the database */
    Operator(World world, HAStore store, Laws laws) {
        this.world = world;
        this.store = store;
        this.laws = laws;
    }

    /** Says something to a manager. False, and told, when it is refused or nobody is there. */
    private boolean says(String who, Consumer<HAManager> command) {
        Optional<Manager> asked = world.managers().values().stream().filter(manager -> !manager.isDead()).findFirst();
        if (asked.isEmpty()) {
            world.story().tell(who, "no manager runs that could be asked");
            return false;
        }
        try {
            command.accept(new HAManager(store, asked.get().engine(), world.cloud(), List.of(new Desk()), Notifications.none()));
            return true;
        } catch (IllegalStateException | IllegalArgumentException e) {
            world.story().tell(who, "refused: " + e.getMessage());
            return false;
        }
    }

    void turn(Partition partition, boolean on) {
        turnUnseen(partition, on);
        List<Resource> concerned = partition.type() == PartitionType.Host ? world.cloud().find(partition).stream().toList()
                : world.cloud().within(partition);
        world.managers().values().stream().filter(manager -> !manager.isDead()).findFirst()
                .ifPresent(asked -> concerned.forEach(asked.engine()::refresh));
    }

    /** Somebody turns a switch in the database, or another manager does: nobody here is told. */
    void turnUnseen(Partition partition, boolean on) {
        try {
            store.turnSwitch(partition, on);
        } catch (IllegalStateException e) {
            world.story().tell(World.EVERYBODY, "no switch can be turned: " + e.getMessage());
            return;
        }
        laws.turned(partition, on);
        world.auditor().storms().guardsMayDiffer();
    }

    void lay(Directive.Kind kind, Optional<Partition> where, Optional<Duration> left) {
        Directive directive = new Directive(kind, where, left, NAME, "");
        if (says(World.EVERYBODY, manager -> manager.lay(directive, name(where)))) {
            laws.laid(directive);
            world.auditor().storms().guardsMayDiffer();
        }
    }

    /** Another manager's operator: nobody here is told. */
    void disarmUnseen() {
        Directive directive = new Directive(Directive.Kind.DISARM, Optional.empty(), Optional.empty(), NAME, "");
        store.lay(directive);
        laws.laid(directive);
    }

    void lift(Directive.Kind kind, Optional<Partition> where) {
        if (says(World.EVERYBODY, manager -> manager.lift(kind, where, name(where), NAME))) {
            laws.lifted(kind, where);
            world.auditor().storms().guardsMayDiffer();
        }
    }

    private static String name(Optional<Partition> where) {
        return where.map(Partition::toString).orElse("everything");
    }

    /** Gives his word, true or not. */
    void confirmOff(Machine machine) {
        Resource host = machine.resource;
        if (says(host.name(), manager -> manager.confirmOff(host, NAME, "seen in its rack"))) {
            laws.laid(new Directive(Directive.Kind.CONFIRM, Optional.of(host.partition()), Optional.of(CONFIRMATION), NAME,
                    ""));
        }
    }

    /** Goes there, and gives his word if it is true. */
    void lookAt(Machine machine) {
        if (machine.powered) {
            world.story().tell(machine.resource.name(), "is seen to be on");
        } else {
            confirmOff(machine);
        }
    }

    void configure(Machine machine) {
        says(machine.resource.name(), manager -> manager.configure(machine.resource, MachineProvider.NAME));
    }

    void resetStormGuards(Partition partition) {
        if (says(World.EVERYBODY, manager -> manager.resetStormGuards(partition, partition.toString()))) {
            world.auditor().storms().guardsMayDiffer();
        }
    }

    /** As the server does: first it is out of the inventory. */
    void remove(Machine machine) {
        world.cloud().remove(machine);
        world.auditor().removed(machine.resource);
        says(machine.resource.name(), manager -> manager.retire(machine.resource));
    }

    /** The documented step after Fenced: out of maintenance, unless something speaks against it. */
    void returnToService(Machine machine) {
        if (says(machine.resource.name(), manager -> manager.requireReturnable(machine.resource))) {
            machine.maintenance = false;
            says(machine.resource.name(), manager -> manager.returned(machine.resource, NAME));
        }
    }

    /** A user starts a VM, if the host takes it. */
    void startVm(String vm, Machine machine, boolean ha) {
        if (!machine.manageable() || machine.maintenance) {
            world.story().tell(machine.resource.name(), "can't take " + vm);
        } else if (ha) {
            world.cloud().start(vm, machine);
        } else {
            world.cloud().startWithoutHA(vm, machine);
        }
    }

    /** From now on whatever is in maintenance is taken back, as soon as it may be. */
    void careForAll() {
        world.cloud().machines().forEach(this::takeBack);
        world.physics().schedule(ROUND, this::careForAll);
    }

    /**
     * What an admin does after Fenced: power on, and out of maintenance once HA has seen it alive, or once it answers if its
     * VMs still wait for a host to run on.
     */
    void takeBack(Machine machine) {
        if (!machine.maintenance || world.vmHAStatus(machine) == VmHAStatus.Disconnected) {
            return;
        }
        machine.supply();
        boolean fenced = world.state(machine).equals(Optional.of(HAState.Fenced));
        boolean awaited = world.row(machine).map(row -> row.stored().release().isPresent()).orElse(false);
        machine.maintenance = fenced && !(awaited && machine.manageable());
    }

    /** What a manager asks while an operator waits: the power, which the operator could look up himself. */
    private final class Desk implements HAProvider {

        @Override
        public String name() {
            return MachineProvider.NAME;
        }

        @Override
        public PartitionType resourceType() {
            return PartitionType.Host;
        }

        @Override
        public String resourceSubType() {
            return "Rehearsal";
        }

        @Override
        public Eligibility eligibility(Resource resource) {
            return Eligibility.ELIGIBLE;
        }

        @Override
        public HAPolicy policy(Resource resource) {
            return world.policy(resource);
        }

        @Override
        public CompletableFuture<PowerReading> readPower(Resource resource, boolean fresh, Duration deadline) {
            return world.cloud().machine(resource).filter(machine -> machine.addressed() == machine.bmc && machine.bmc.reachable)
                    .map(machine -> CompletableFuture.completedFuture(machine.bmc.read()))
                    .orElseGet(() -> CompletableFuture.failedFuture(
                            new OutOfBandManagementException(Kind.UNREACHABLE, "the BMC does not answer")));
        }

        @Override
        public CompletableFuture<Evidence> checkHealth(Resource resource, Duration deadline) {
            throw new UnsupportedOperationException("an operator does not ask agents");
        }

        @Override
        public CompletableFuture<Evidence> checkActivity(Resource resource, Duration deadline) {
            throw new UnsupportedOperationException("an operator does not ask neighbours");
        }

        @Override
        public CompletableFuture<String> forceOff(Resource resource, Purpose purpose, Duration deadline) {
            throw new UnsupportedOperationException("no operator's word sends a power command");
        }

        @Override
        public CompletableFuture<String> powerOn(Resource resource, Purpose purpose, Duration deadline) {
            throw new UnsupportedOperationException("no operator's word sends a power command");
        }
    }
}
