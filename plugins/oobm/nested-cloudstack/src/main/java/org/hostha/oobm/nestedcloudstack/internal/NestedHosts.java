package org.hostha.oobm.nestedcloudstack.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.BmcIdentity;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.BlockingCalls;
import org.hostha.oobm.spi.BlockingCalls.Turn;

/** What the driver asks of outer clouds, each as one call with its deadline. */
public final class NestedHosts implements AutoCloseable {

    private record Command(String name, Map<String, String> parameters) { }

    private final BlockingCalls calls = new BlockingCalls("nestedcloudstack");
    private final Clients clients = new Clients();
    private final OuterHosts outerHosts = new OuterHosts();

    public CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Duration deadline) {
        return begin(bmc, deadline, turn -> read(cloud(bmc, turn), bmc));
    }

    private PowerReading read(OuterCloud cloud, BmcEndpoint bmc) {
        return outerHosts.reading(cloud, bmc, VirtualMachine.find(cloud, bmc));
    }

    /** What fails before the command has left is of a kind that says so. */
    public CompletableFuture<String> changePower(BmcEndpoint bmc, PowerOperation operation, Duration deadline) {
        return begin(bmc, deadline, turn -> {
            AtomicBoolean mayBeSent = new AtomicBoolean();
            try {
                OuterCloud cloud = cloud(bmc, turn);
                VirtualMachine vm = VirtualMachine.find(cloud, bmc);
                vm.requireRecorded(cloud, bmc);
                outerHosts.remember(bmc, vm);
                mayBeSent.set(true);
                return change(cloud, bmc, operation, command(operation, vm.id()));
            } catch (OutOfBandManagementException e) {
                if (!mayBeSent.get() && (e.kind() == Kind.TIMEOUT || e.kind() == Kind.PROTOCOL)) {
                    throw new OutOfBandManagementException(Kind.UNREACHABLE, e.getMessage() + "; " + operation
                            + " was not sent", e);
                }
                throw e;
            }
        });
    }

    private String change(OuterCloud cloud, BmcEndpoint bmc, PowerOperation operation, Command command) {
        try {
            cloud.run(command.name(), command.parameters());
            return command.name() + " succeeded";
        } catch (OuterCloud.JobFailedException e) {
            return settled(cloud, bmc, operation, cloud.failure(Kind.PROTOCOL, e.getMessage()));
        } catch (OutOfBandManagementException e) {
            if (e.kind() != Kind.REJECTED) {
                throw e;
            }
            return settled(cloud, bmc, operation, e);
        }
    }

    /** CloudStack refuses some of what is needless: the power tells whether it was. */
    private String settled(OuterCloud cloud, BmcEndpoint bmc, PowerOperation operation,
            OutOfBandManagementException refusal) {
        PowerState now;
        try {
            now = read(cloud, bmc).state();
        } catch (OutOfBandManagementException e) {
            throw refusal;
        }
        if (operation == PowerOperation.ON && now == PowerState.On
                || operation == PowerOperation.OFF && now == PowerState.Off) {
            return "it is " + now + " already";
        }
        throw refusal;
    }

    /**
     * A stop is never forced: the outer cloud would mark the machine Stopped even without having reached its host.
     * Without force the host's agent has to do it. A forced reboot is a stop without force and a start, and refused
     * unless the outer host is Up (UserVmManagerImpl.rebootVirtualMachine).
     */
    private static Command command(PowerOperation operation, String id) {
        return switch (operation) {
            case ON -> new Command("startVirtualMachine", Map.of("id", id));
            case OFF, SOFT -> new Command("stopVirtualMachine", Map.of("id", id, "forced", "false"));
            case CYCLE -> new Command("rebootVirtualMachine", Map.of("id", id, "forced", "true"));
            case RESET -> new Command("rebootVirtualMachine", Map.of("id", id, "forced", "false"));
            case STATUS -> throw new IllegalArgumentException("STATUS changes no power");
        };
    }

    public CompletableFuture<BmcIdentity> identify(BmcEndpoint bmc, Duration deadline) {
        return begin(bmc, deadline, turn -> {
            OuterCloud cloud = cloud(bmc, turn);
            VirtualMachine vm = VirtualMachine.find(cloud, bmc);
            String version = cloud.call("listCapabilities", Map.of()).path("capability")
                    .path("cloudstackversion").asText("");
            boolean mayPower = may(cloud, "startVirtualMachine") && may(cloud, "stopVirtualMachine");
            return new BmcIdentity(Optional.of(vm.id()), ("CloudStack " + version.replaceAll("\\p{Cntrl}", "")).trim(),
                    mayPower, false);
        });
    }

    private static boolean may(OuterCloud cloud, String command) {
        try {
            return !cloud.list("listApis", Map.of("name", command), "api").isEmpty();
        } catch (OutOfBandManagementException e) {
            if (e.kind() == Kind.REJECTED) {
                return false;
            }
            throw e;
        }
    }

    /** The CloudStack client waits for its answers on the call's thread, which is interrupted when the call ends early. */
    private <T> CompletableFuture<T> begin(BmcEndpoint bmc, Duration deadline, Function<Turn, T> work) {
        return calls.begin(bmc.toString(), deadline, turn -> {
            turn.start(Thread::currentThread, Thread::interrupt);
            try {
                return work.apply(turn);
            } finally {
                turn.stopped();
                Thread.interrupted();
            }
        });
    }

    private OuterCloud cloud(BmcEndpoint bmc, Turn turn) {
        return new OuterCloud(bmc.toString(), clients.client(bmc), turn);
    }

    @Override
    public void close() {
        calls.close();
    }
}
