package org.hostha.rehearsal;

import java.time.Duration;
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

/** Finds out about, and acts upon, simulated machines, as late and as unreliably as the world says. */
final class MachineProvider implements HAProvider {

    private final Function<Resource, Machine> machines;
    private final EventLoop physics;
    private final Supplier<Duration> latency;
    private final HAPolicy policy;
    private boolean storageReadable = true;
    private Runnable watcher = () -> { };

    /**
     * @param physics the time of the machines, which goes on when a manager dies
     * @param latency of the next answer
     */
    MachineProvider(Function<Resource, Machine> machines, EventLoop physics, Supplier<Duration> latency,
            HAPolicy policy) {
        this.machines = machines;
        this.physics = physics;
        this.latency = latency;
        this.policy = policy;
    }

    /** Called after every change of power. */
    void watch(Runnable onChange) {
        watcher = onChange;
    }

    void storageReadable(boolean readable) {
        storageReadable = readable;
    }

    @Override
    public String name() {
        return "RehearsalHAProvider";
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
        return machines.apply(resource).maintenance ? Eligibility.ineligible("in maintenance") : Eligibility.ELIGIBLE;
    }

    @Override
    public HAPolicy policy(Resource resource) {
        return policy;
    }

    @Override
    public CompletableFuture<Evidence> checkHealth(Resource resource, Duration deadline) {
        Machine machine = machines.apply(resource);
        return after(machine.manageable() ? latency.get() : deadline, () -> machine.manageable()
                ? Evidence.alive("agent", "answered, " + machine.bootId().orElse(""))
                : Evidence.dead("agent", "no answer within " + deadline.toSeconds() + " s"));
    }

    @Override
    public CompletableFuture<Evidence> checkActivity(Resource resource, Duration deadline) {
        Machine machine = machines.apply(resource);
        return after(latency.get(), () -> {
            if (!storageReadable) {
                return Evidence.unknown("neighbours", "storage can't be read");
            }
            return machine.alive() ? Evidence.alive("neighbours", "disks move")
                    : Evidence.dead("neighbours", "no disk moved");
        });
    }

    @Override
    public CompletableFuture<PowerReading> readPower(Resource resource, boolean fresh, Duration deadline) {
        Machine machine = machines.apply(resource);
        if (!machine.bmcReachable) {
            return after(deadline, () -> {
                throw new OutOfBandManagementException(Kind.UNREACHABLE, resource + ": BMC does not answer");
            });
        }
        return after(latency.get(), () -> new PowerReading(machine.powered ? PowerState.On : PowerState.Off,
                Optional.empty(), "power is " + (machine.powered ? "on" : "off")));
    }

    @Override
    public CompletableFuture<String> forceOff(Resource resource, Purpose purpose, Duration deadline) {
        Machine machine = machines.apply(resource);
        return command(machine, deadline, () -> {
            if (!machine.bmcDisobeys) {
                machine.cut();
            }
        });
    }

    @Override
    public CompletableFuture<String> powerOn(Resource resource, Purpose purpose, Duration deadline) {
        Machine machine = machines.apply(resource);
        return command(machine, deadline, machine::supply);
    }

    /** What was sent arrives, whatever becomes of the sender; its wall is the end of what may be sent. */
    private CompletableFuture<String> command(Machine machine, Duration wall, Runnable effect) {
        if (!machine.bmcReachable) {
            return after(wall, () -> {
                throw new OutOfBandManagementException(Kind.UNREACHABLE, machine.resource + ": BMC does not answer");
            });
        }
        Duration transit = latency.get();
        MonotonicTime end = physics.now().plus(wall);
        return after(transit, () -> {
            if (!end.reached(physics.now())) {
                throw new OutOfBandManagementException(Kind.UNREACHABLE,
                        machine.resource + ": the wall passed, nothing was sent");
            }
            effect.run();
            watcher.run();
            if (machine.answersLost) {
                throw new OutOfBandManagementException(Kind.TIMEOUT, machine.resource + ": no answer");
            }
            return "accepted";
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
