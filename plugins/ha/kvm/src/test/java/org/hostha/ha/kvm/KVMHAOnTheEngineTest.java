package org.hostha.ha.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.EventLoop;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.core.Setting;
import org.hostha.core.Settings;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HAState;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.kvm.spi.HostDirectory;
import org.hostha.ha.kvm.spi.VmDisk;
import org.hostha.ha.spi.Membership;
import org.hostha.ha.spi.ResourceDirectory;
import org.hostha.ha.spi.VmHA;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.oobm.spi.PowerReader;
import org.hostha.testkit.MemoryHAStore;
import org.hostha.testkit.MemoryOutOfBandManagementStore;
import org.hostha.testkit.VirtualTime;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Four hosts, their storage and their BMCs under the engine, with the shipped defaults, in virtual time. */
public class KVMHAOnTheEngineTest {

    private static final Duration PERIOD = Duration.ofSeconds(60);

    private final VirtualTime time = new VirtualTime(3);
    private final EventLoop loop = time.loop();
    private final List<Resource> hosts = List.of(host(1), host(2), host(3), host(4));
    private final Resource victim = hosts.get(0);
    private final SharedStorage storage = new SharedStorage(loop, PERIOD, "nfs-1", "nfs-2");
    private final MemoryHAStore store = new MemoryHAStore(Clock.systemUTC(), resource -> List.of());
    private final Cloud cloud = new Cloud();
    private final OutOfBandManagementService power = new OutOfBandManagementService(
            new MemoryOutOfBandManagementStore(Clock.systemUTC()), List.of(cloud), Settings.defaults(),
            Notifications.none(),
            loop, loop);
    private final Map<String, String> changed = new HashMap<>();
    private final KVMHAProvider provider = new KVMHAProvider(storage, cloud, power, settings(), loop);
    private final HAEngine engine = new HAEngine(new HAEngine.World(Membership.alone(1), store, cloud,
            List.of(provider), cloud, settings(), Notifications.none(), List.of(loop), loop, new Random(3)));

    @Before
    public void startWithHealthyHosts() {
        for (Resource host : hosts) {
            storage.run(host);
            configure(host, "bmc-" + host.id());
            power.turn(host.partition(), host.name(), true);
            power.preflight(host);
            store.configure(host, "kvmhaprovider");
            store.turnSwitch(host.partition(), true);
        }
        engine.start();
        time.advance(Duration.ofMinutes(3));
        assertThat(hosts).allMatch(host -> state(host) == HAState.Available);
    }

    @After
    public void close() {
        engine.close();
    }

    @Test
    public void aDeadHostIsPowerCycledAndThenFenced() {
        storage.kill(victim);
        time.advance(Duration.ofSeconds(120));
        assertThat(cloud.commands).as("nothing is done before two heartbeat periods have passed").isEmpty();
        time.advance(Duration.ofMinutes(3));
        assertThat(cloud.commands).containsExactly("OFF bmc-1", "ON bmc-1");
        time.advance(Duration.ofMinutes(15));
        assertThat(state(victim)).isEqualTo(HAState.Fenced);
        assertThat(cloud.off).containsExactly("bmc-1");
        assertThat(hosts.subList(1, 4)).allMatch(host -> state(host) == HAState.Available);
    }

    @Test
    public void aHostThatLostItsPowerIsFencedWithoutWaitingForTheStorage() {
        storage.kill(victim);
        cloud.off.add("bmc-1");
        time.advance(Duration.ofSeconds(60));
        assertThat(state(victim)).isEqualTo(HAState.Fenced);
    }

    @Test
    public void anAddressCorrectedToThatOfAnotherHostCutsNobodyOffAndReleasesNothing() {
        changed.put("kvm.ha.recover.failure.threshold", "0");
        storage.kill(victim);
        cloud.silent.add("bmc-1");
        time.advance(Duration.ofMinutes(6));
        assertThat(state(victim)).isEqualTo(HAState.Fencing);

        configure(victim, "bmc-2");
        power.preflight(victim);
        time.advance(Duration.ofMinutes(20));
        assertThat(state(victim)).isEqualTo(HAState.Fencing);
        cloud.off.add("bmc-2");
        time.advance(Duration.ofMinutes(20));
        assertThat(state(victim)).as("host-2 has lost its power").isEqualTo(HAState.Fencing);
        assertThat(cloud.commands).isEmpty();

        configure(victim, "bmc-1-corrected");
        time.advance(Duration.ofMinutes(20));
        assertThat(cloud.commands).as("its BMC was never tried").doesNotContain("OFF bmc-1-corrected");
        power.preflight(victim);
        time.advance(Duration.ofMinutes(10));
        assertThat(state(victim)).isEqualTo(HAState.Fenced);
    }

    private void configure(Resource host, String address) {
        power.configure(host, "fake", address, "623", "user", Secret.of("secret"));
    }

    @Test
    public void settingsThatAreChangedWhileTheEngineRunsCountFromTheNextUseOn() {
        int before = storage.questions().size();
        time.advance(Duration.ofMinutes(10));
        assertThat(storage.questions().size() - before).isGreaterThan(4 * 100);
        changed.put("kvm.ha.health.check.interval", "60");
        changed.put("kvm.ha.recover.failure.threshold", "0");
        changed.put("kvm.ha.degraded.max.period", "20");
        time.advance(Duration.ofSeconds(10));
        before = storage.questions().size();
        time.advance(Duration.ofMinutes(10));
        assertThat(storage.questions().size() - before).as("once a minute each").isBetween(4 * 8, 4 * 11);

        storage.kill(victim);
        time.advance(Duration.ofMinutes(16));
        assertThat(cloud.commands).as("no recovery is tried").containsExactly("OFF bmc-1");
        assertThat(state(victim)).isEqualTo(HAState.Fenced);
    }

    private Settings settings() {
        return new Settings() {
            @Override
            public <T> T value(Setting<T> setting) {
                return setting.parse(changed.getOrDefault(setting.key(), setting.defaultText()));
            }

            @Override
            public <T> T value(Setting<T> setting, Resource resource) {
                return value(setting);
            }
        };
    }

    @Test
    public void aHostThatLostOnlyItsAgentIsNeverTouched() {
        storage.killAgent(victim);
        time.advance(Duration.ofHours(2));
        assertThat(cloud.commands).isEmpty();
        assertThat(state(victim)).isIn(HAState.Suspect, HAState.Checking, HAState.Degraded);
        storage.returnAgent(victim);
        time.advance(Duration.ofMinutes(1));
        assertThat(state(victim)).isEqualTo(HAState.Available);
    }

    @Test
    public void aStorageThatNobodyCanReadCondemnsNobody() {
        storage.breakPool("nfs-1");
        storage.breakPool("nfs-2");
        storage.killAgent(victim);
        time.advance(Duration.ofHours(1));
        assertThat(cloud.commands).isEmpty();
    }

    @Test
    public void aStorageThatTakesNobodysWritesCondemnsNobodyHoweverLong() {
        storage.refuseWrites();
        hosts.subList(0, 3).forEach(storage::killAgent);
        time.advance(Duration.ofHours(2));
        assertThat(cloud.commands).isEmpty();
    }

    private HAState state(Resource host) {
        return store.row(host).orElseThrow().stored().state().orElseThrow();
    }

    private static Resource host(long id) {
        return new Resource(PartitionType.Host, id, "uuid-" + id, "host-" + id, 1, 1, 1);
    }

    /** The management server, and BMCs that obey. */
    private final class Cloud implements HostDirectory, ResourceDirectory, VmHA, PowerReader, PowerChanger {

        private final List<String> commands = new ArrayList<>();
        private final Set<String> off = new TreeSet<>();
        private final Set<String> silent = new TreeSet<>();

        @Override
        public List<Resource> neighbours(Resource host) {
            return hosts.stream().filter(other -> !other.equals(host)
                    && store.row(other).orElseThrow().stored().state().equals(Optional.of(HAState.Available))).toList();
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

        @Override
        public Optional<Resource> find(Partition resource) {
            return hosts.stream().filter(host -> host.partition().equals(resource)).findFirst();
        }

        @Override
        public List<Resource> within(Partition partition) {
            return hosts;
        }

        @Override
        public List<ReleaseRecord.Vm> vmsOn(Resource resource) {
            return List.of();
        }

        @Override
        public CompletableFuture<ReleaseRecord> release(ReleaseRecord record) {
            return CompletableFuture.completedFuture(record);
        }

        @Override
        public CompletableFuture<Void> enterMaintenance(Resource resource) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Session session, Duration deadline) {
            if (silent.contains(bmc.address())) {
                return noAnswer();
            }
            PowerState state = off.contains(bmc.address()) ? PowerState.Off : PowerState.On;
            return CompletableFuture.completedFuture(new PowerReading(state, Optional.empty(), state.name()));
        }

        @Override
        public CompletableFuture<String> changePower(BmcEndpoint bmc, PowerOperation operation, Duration deadline) {
            if (silent.contains(bmc.address())) {
                return noAnswer();
            }
            commands.add(operation + " " + bmc.address());
            if (operation == PowerOperation.OFF) {
                off.add(bmc.address());
            } else {
                off.remove(bmc.address());
            }
            return CompletableFuture.completedFuture("accepted");
        }

        private static <T> CompletableFuture<T> noAnswer() {
            return CompletableFuture.failedFuture(new OutOfBandManagementException(Kind.UNREACHABLE, "no answer"));
        }
    }
}
