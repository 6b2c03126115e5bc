package org.hostha.rehearsal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.spi.HAProvider;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/** A manager's way to simulated machines: finds out about them and acts upon them, as late and as unreliably as the world says. */
final class MachineProvider implements HAProvider {

    static final String NAME = "RehearsalHAProvider";

    /** What lies between a manager and the machines. */
    interface Network {

        /** Why a machine could not be fenced by its BMC, as its out-of-band management knows it. */
        Optional<String> obstacle(Machine machine);

        boolean reachesHosts();

        boolean storageReadable();
    }

    /** Sees what the engine asks and learns. */
    interface Witness {

        /** @param asked when the machine answered that it lives: the answer was still under way */
        void answeredAlive(Machine machine, MonotonicTime asked);

        void sent(Machine machine, boolean on, Purpose purpose);

        void powerChanged(Machine machine);

        /** At the address of the machine's BMC there is that of another. */
        void foundAnother(Machine machine);
    }

    private final Function<Resource, Machine> machines;
    private final EventLoop physics;
    private final Supplier<Duration> latency;
    private final Function<Resource, HAPolicy> policy;
    private final Network network;
    private final Witness witness;
    private final Map<Machine, MonotonicTime> watchedSince = new HashMap<>();

    /**
     * @param physics the time of the machines, which goes on when a manager dies
     * @param latency of the next packet
     */
    MachineProvider(Function<Resource, Machine> machines, EventLoop physics, Supplier<Duration> latency,
            Function<Resource, HAPolicy> policy, Network network, Witness witness) {
        this.machines = machines;
        this.physics = physics;
        this.latency = latency;
        this.policy = policy;
        this.network = network;
        this.witness = witness;
    }

    @Override
    public String name() {
        return NAME;
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
        Machine machine = machines.apply(resource);
        return machine.maintenance ? Eligibility.ineligible("in maintenance")
                : machine.ineligible.or(() -> network.obstacle(machine)).map(Eligibility::ineligible)
                        .orElse(Eligibility.ELIGIBLE);
    }

    @Override
    public HAPolicy policy(Resource resource) {
        return policy.apply(resource);
    }

    @Override
    public CompletableFuture<Evidence> checkHealth(Resource resource, Duration deadline) {
        Machine machine = machines.apply(resource);
        Duration answer = latency.get().plus(machine.slowness);
        if (!network.reachesHosts() || !machine.manageable() || answer.compareTo(deadline) > 0) {
            return after(deadline, () -> Evidence.dead("agent", "no answer within " + deadline.toSeconds() + " s"));
        }
        MonotonicTime asked = physics.now();
        return after(answer, () -> {
            watchedSince.remove(machine);
            witness.answeredAlive(machine, asked);
            return Evidence.alive("agent", "answered, " + machine.bootId());
        });
    }

    /** As the real provider: a sign of life as soon as there is one; its absence only after a whole window of silence. */
    @Override
    public CompletableFuture<Evidence> checkActivity(Resource resource, Duration deadline) {
        Machine machine = machines.apply(resource);
        return after(latency.get(), () -> {
            if (!network.reachesHosts() || !network.storageReadable()) {
                watchedSince.remove(machine);
                return Evidence.unknown("neighbours", "storage can't be read");
            }
            if (machine.leavesTraces()) {
                watchedSince.remove(machine);
                return Evidence.alive("neighbours", "disks move");
            }
            MonotonicTime since = watchedSince.computeIfAbsent(machine, m -> physics.now());
            long window = policy.apply(resource).evidenceWindow().toSeconds();
            boolean longEnough = physics.now().since(since).toSeconds() >= window;
            return longEnough ? Evidence.dead("neighbours", "no disk moved for " + window + " s")
                    : Evidence.unknown("neighbours", "no disk moved yet, watched for less than " + window + " s");
        });
    }

    @Override
    public CompletableFuture<PowerReading> readPower(Resource resource, boolean fresh, Duration deadline) {
        Machine machine = machines.apply(resource);
        Bmc bmc = machine.addressed();
        return reaches(bmc) ? after(latency.get(), () -> read(machine, bmc)) : unreachable(deadline);
    }

    @Override
    public CompletableFuture<String> forceOff(Resource resource, Purpose purpose, Duration deadline) {
        Machine machine = machines.apply(resource);
        return command(machine, false, purpose, deadline, machine::cut);
    }

    @Override
    public CompletableFuture<String> powerOn(Resource resource, Purpose purpose, Duration deadline) {
        Machine machine = machines.apply(resource);
        return command(machine, true, purpose, deadline, machine::supply);
    }

    /** What was sent arrives, whatever becomes of the sender. */
    private CompletableFuture<String> command(Machine machine, boolean on, Purpose purpose, Duration wall, Runnable effect) {
        Duration connect = Duration.ofSeconds(10);
        Bmc bmc = machine.addressed();
        if (bmc == machine.bmc) {
            witness.sent(machine, on, purpose);
        }
        return reaches(bmc) ? after(latency.get(), () -> command(machine, bmc, effect))
                : unreachable(connect.compareTo(wall) < 0 ? connect : wall);
    }

    /** As a driver must: what a BMC says that speaks for another system is not known of this one. */
    private PowerReading read(Machine machine, Bmc bmc) {
        if (bmc == machine.bmc) {
            return bmc.read();
        }
        witness.foundAnother(machine);
        return new PowerReading(PowerState.Unknown, Optional.of("system of " + bmc.machine.resource), "the BMC speaks for another system");
    }

    private String command(Machine machine, Bmc bmc, Runnable effect) {
        if (bmc != machine.bmc) {
            witness.foundAnother(machine);
            throw new OutOfBandManagementException(Kind.WRONG_SYSTEM, "the BMC speaks for another system; nothing was sent");
        }
        return bmc.command(effect, () -> witness.powerChanged(machine));
    }

    private boolean reaches(Bmc bmc) {
        return network.reachesHosts() && bmc.reachable;
    }

    private <T> CompletableFuture<T> unreachable(Duration deadline) {
        return after(deadline, () -> {
            throw new OutOfBandManagementException(Kind.UNREACHABLE, "the BMC does not answer");
        });
    }

    private <T> CompletableFuture<T> after(Duration delay, Supplier<T> answer) {
        CompletableFuture<T> future = new CompletableFuture<>();
        physics.schedule(delay, () -> {
            try {
                future.complete(answer.get());
            } catch (OutOfBandManagementException e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }
}
