package org.hostha.ha.kvm;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.hostha.core.EventLoop;
import org.hostha.core.Notifications;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.ha.kvm.spi.HostDirectory;
import org.hostha.ha.kvm.spi.VmDisk;
import org.hostha.ha.spi.HAProvider;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.oobm.spi.PowerReader;
import org.hostha.testkit.MemoryOutOfBandManagementStore;
import org.hostha.testkit.ProviderConformanceKit;
import org.hostha.testkit.SimulatedCloud;
import org.hostha.testkit.VirtualTime;

public class KVMHAConformanceTest extends ProviderConformanceKit {

    @Override
    protected SimulatedCloud newCloud() {
        return new Cluster();
    }

    /** Three hosts with heartbeats on two pools, and BMCs behind the real service, in virtual time. */
    private static final class Cluster implements SimulatedCloud, HostDirectory {

        private final VirtualTime time = new VirtualTime(5);
        private final EventLoop loop = time.loop();
        private final List<Resource> hosts = List.of(host(1), host(2), host(3));
        private final SharedStorage storage = new SharedStorage(loop, Duration.ofSeconds(60), "nfs-1", "nfs-2");
        private final Bmcs bmcs = new Bmcs();
        private final OutOfBandManagementService power = new OutOfBandManagementService(
                new MemoryOutOfBandManagementStore(Clock.systemUTC()), List.of(bmcs), Settings.defaults(),
                Notifications.none(), loop, loop);
        private final KVMHAProvider provider = new KVMHAProvider(storage, this, power, Settings.defaults(), loop);

        Cluster() {
            for (Resource host : hosts) {
                storage.run(host);
                power.configure(host, "fake", "bmc-" + host.id(), "623", "user", Secret.of("secret"));
                power.turn(host.partition(), host.name(), true);
                power.preflight(host);
            }
            time.advance(Duration.ofSeconds(10));
        }

        private static Resource host(long id) {
            return new Resource(PartitionType.Host, id, "uuid-" + id, "kvm-" + id, 1, 1, 1);
        }

        private static String bmc(Resource host) {
            return "bmc-" + host.id();
        }

        @Override
        public HAProvider provider() {
            return provider;
        }

        @Override
        public List<Resource> resources() {
            return hosts;
        }

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public void pass(Duration passed) {
            time.advance(passed);
        }

        @Override
        public void die(Resource host) {
            storage.kill(host);
        }

        @Override
        public void loseManagement(Resource host) {
            storage.killAgent(host);
        }

        @Override
        public boolean blind() {
            storage.breakPool("nfs-1");
            storage.breakPool("nfs-2");
            return true;
        }

        @Override
        public boolean freeze() {
            hosts.forEach(storage::hang);
            bmcs.frozen = true;
            return true;
        }

        @Override
        public void thaw() {
            bmcs.frozen = false;
            bmcs.kept.forEach(Runnable::run);
        }

        @Override
        public boolean isOn(Resource host) {
            return !bmcs.off.contains(bmc(host));
        }

        @Override
        public void setOn(Resource host, boolean on) {
            if (on) {
                bmcs.off.remove(bmc(host));
            } else {
                bmcs.off.add(bmc(host));
            }
        }

        @Override
        public List<String> commands(Resource host) {
            return bmcs.commands.stream().filter(command -> command.endsWith(bmc(host))).toList();
        }

        @Override
        public void close() {
            // All of it is in memory.
        }

        @Override
        public List<Resource> neighbours(Resource host) {
            return hosts.stream().filter(other -> !other.equals(host)).toList();
        }

        @Override
        public List<VmDisk> disks(Resource host) {
            return List.of();
        }

        @Override
        public Set<String> pools(Resource host) {
            return Set.of("nfs-1", "nfs-2");
        }

        @Override
        public Optional<String> outOfService(Resource host) {
            return Optional.empty();
        }
    }

    /** BMCs by their address. What they are told while they are frozen they do when they wake, unless it was called off. */
    private static final class Bmcs implements PowerReader, PowerChanger {

        private final Set<String> off = new TreeSet<>();
        private final List<String> commands = new ArrayList<>();
        private final List<Runnable> kept = new ArrayList<>();
        private boolean frozen;

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Session session, Duration deadline) {
            return answer(() -> new PowerReading(off.contains(bmc.address()) ? PowerState.Off : PowerState.On,
                    Optional.empty(), "read"));
        }

        @Override
        public CompletableFuture<String> changePower(BmcEndpoint bmc, PowerOperation operation, Duration deadline) {
            return answer(() -> {
                commands.add(operation + " " + bmc.address());
                if (operation == PowerOperation.OFF) {
                    off.add(bmc.address());
                } else {
                    off.remove(bmc.address());
                }
                return "accepted";
            });
        }

        private <T> CompletableFuture<T> answer(Supplier<T> carriedOut) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            Runnable work = () -> {
                if (!answer.isDone()) {
                    answer.complete(carriedOut.get());
                }
            };
            if (frozen) {
                kept.add(work);
            } else {
                work.run();
            }
            return answer;
        }
    }
}
