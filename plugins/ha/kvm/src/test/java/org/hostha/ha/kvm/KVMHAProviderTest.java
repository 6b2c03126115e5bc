package org.hostha.ha.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.hostha.core.EventLoop;
import org.hostha.core.Notifications;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;
import org.hostha.ha.Verdict;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.HostAgents;
import org.hostha.ha.kvm.spi.HostDirectory;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.hostha.ha.kvm.spi.VmDisk;
import org.hostha.ha.spi.PowerSwitch.Purpose;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.oobm.spi.PowerReader;
import org.hostha.testkit.MemoryOutOfBandManagementStore;
import org.hostha.testkit.VirtualTime;
import org.junit.Test;

public class KVMHAProviderTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration PERIOD = Duration.ofSeconds(60);

    private final VirtualTime time = new VirtualTime(1);
    private final EventLoop loop = time.loop();
    private final Resource suspect = host(1);
    private final SharedStorage storage = new SharedStorage(loop, PERIOD, "nfs-1", "nfs-2");
    private final Cloud cloud = new Cloud();
    private final Bmc bmc = new Bmc();
    private final OutOfBandManagementService power =
            new OutOfBandManagementService(new MemoryOutOfBandManagementStore(Clock.systemUTC()),
            List.of(bmc), Settings.defaults(), Notifications.none(), loop, loop);
    private final KVMHAProvider provider = new KVMHAProvider(storage, cloud, power, Settings.defaults(), loop);

    @Test
    public void anAgentThatAnswersIsAlive() {
        assertThat(health(provider)).isEqualTo(Evidence.alive("agent", "answered, boot boot-1, 1 VMs running"));
    }

    @Test
    public void anAgentThatRefusesIsDead() {
        storage.kill(suspect);
        assertThat(health(provider)).isEqualTo(Evidence.dead("agent", "agent refused the connection"));
    }

    @Test
    public void anAgentThatHangsIsDeadAtTheDeadline() {
        storage.hang(suspect);
        assertThat(health(provider)).isEqualTo(Evidence.dead("agent", "agent did not answer within 10000 ms"));
        assertThat(storage.questions()).allMatch(CompletableFuture::isCancelled);
    }

    @Test
    public void aFailureOfOursSaysNothingAboutTheHost() {
        for (RuntimeException ours
                : List.of(new IllegalStateException("client is closed"), new RuntimeException("shed"))) {
            HostAgents failing = agents(CompletableFuture.failedFuture(ours));
            HostAgents throwing = agents(null, ours);
            for (HostAgents agents : List.of(failing, throwing)) {
                Evidence evidence = health(new KVMHAProvider(agents, cloud, power, Settings.defaults(), loop));
                assertThat(evidence.verdict()).isEqualTo(Verdict.UNKNOWN);
                assertThat(evidence.reason()).contains(ours.getMessage());
            }
        }
    }

    @Test
    public void aDeadHostIsFoundDeadAfterTwoSilentPeriodsAndNotBefore() {
        storage.run(suspect);
        time.advance(Duration.ofSeconds(61));
        storage.kill(suspect);
        assertThat(rounds(14)).containsOnly(Verdict.UNKNOWN);
        assertThat(rounds(5)).containsOnly(Verdict.DEAD);
    }

    @Test
    public void aHostThatToldAShorterPeriodIsFoundDeadSooner() {
        storage.tellPeriod(Duration.ofSeconds(10));
        storage.run(suspect);
        assertThat(health(provider).verdict()).isEqualTo(Verdict.ALIVE);
        storage.kill(suspect);
        assertThat(rounds(4)).containsOnly(Verdict.UNKNOWN);
        assertThat(round().verdict()).isEqualTo(Verdict.DEAD);
        assertThat(provider.policy(suspect).evidenceWindow()).hasSeconds(30);
    }

    @Test
    public void aFewOfManyNeighboursAreAskedAndAlwaysTheSame() {
        cloud.neighbours = LongStream.rangeClosed(2, 40).mapToObj(KVMHAProviderTest::host).toList();
        storage.run(suspect);
        storage.kill(suspect);
        rounds(14);
        assertThat(storage.questions()).hasSize(14 * 5);
        assertThat(round().reason()).doesNotContain("first time");
        assertThat(round().verdict()).isEqualTo(Verdict.DEAD);
    }

    @Test
    public void neighboursOfTheClusterAreAskedBeforeThoseOfThePod() {
        cloud.neighbours = List.of(inCluster(2, 7), inCluster(3, 7), inCluster(4, 7), inCluster(5, 7),
                inCluster(6, 7), host(7));
        storage.run(suspect);
        storage.hang(host(7));
        CompletableFuture<Evidence> round = provider.checkActivity(suspect, DEADLINE);
        assertThat(storage.questions()).hasSize(5);
        time.advance(Duration.ofSeconds(1));
        assertThat(round).as("the one of the cluster is among those asked, and hangs").isNotDone();
        time.advance(DEADLINE);
    }

    @Test
    public void aHostThatLostOnlyItsAgentIsAliveWithEachHeartbeatAndNeverDead() {
        storage.run(suspect);
        storage.killAgent(suspect);
        assertThat(rounds(60)).contains(Verdict.ALIVE).doesNotContain(Verdict.DEAD);
    }

    @Test
    public void aHostWhoseHeartbeatsStopButWhoseVmsWriteIsAlive() {
        storage.run(suspect);
        cloud.vms.add("i-2-3-VM");
        storage.writeDisk("i-2-3-VM");
        storage.kill(suspect);
        rounds(14);
        storage.writeDisk("i-2-3-VM");
        assertThat(round()).isEqualTo(Evidence.alive("host-2 over nfs-1",
                "disk i-2-3-VM was written to between two looks 139 s apart"));
        assertThat(rounds(13)).as("the window begins anew").containsOnly(Verdict.UNKNOWN);
        assertThat(round().verdict()).isEqualTo(Verdict.DEAD);
    }

    @Test
    public void aNeighbourThatHangsNeitherDelaysNorDecides() {
        storage.run(suspect);
        storage.hang(host(2));
        storage.kill(suspect);
        rounds(14);
        CompletableFuture<Evidence> round = provider.checkActivity(suspect, DEADLINE);
        time.advance(DEADLINE);
        assertThat(round).isCompletedWithValueMatching(evidence -> evidence.verdict() == Verdict.DEAD);
        assertThat(storage.questions()).allMatch(CompletableFuture::isDone);
    }

    @Test
    public void neighboursWhoseOwnHeartbeatsGoOnFindADeadHostDead() {
        List.of(suspect, host(2), host(3)).forEach(storage::run);
        storage.kill(suspect);
        assertThat(rounds(14)).containsOnly(Verdict.UNKNOWN);
        assertThat(rounds(5)).containsOnly(Verdict.DEAD);
    }

    @Test
    public void aPoolThatTakesNobodysWritesCondemnsNobody() {
        List.of(suspect, host(2), host(3)).forEach(storage::run);
        storage.killAgent(suspect);
        storage.refuseWrites();
        assertThat(rounds(60)).containsOnly(Verdict.UNKNOWN);
        assertThat(round().reason()).contains("host-2: its own heartbeat there is stuck as well");
    }

    @Test
    public void aPoolThatFailsJustAfterTheFirstLookCondemnsNobody() {
        storage.tellPeriod(Duration.ofSeconds(90));
        List.of(suspect, host(2), host(3)).forEach(storage::run);
        assertThat(health(provider).verdict()).isEqualTo(Verdict.ALIVE);
        time.advance(Duration.ofSeconds(47));
        storage.killAgent(suspect);
        assertThat(round().reason()).contains("first time");
        storage.refuseWrites();
        assertThat(rounds(60)).doesNotContain(Verdict.DEAD);
    }

    @Test
    public void aPoolThatNobodyCanReadHoldsTheVerdict() {
        storage.run(suspect);
        storage.kill(suspect);
        storage.breakPool("nfs-2");
        rounds(20);
        assertThat(round().toString()).startsWith("UNKNOWN")
                .contains("nfs-2 seen silent by 0 of 1", "stale file handle");
        storage.repairPool("nfs-2");
        assertThat(rounds(14)).as("nfs-2 has to be silent for a window first").containsOnly(Verdict.UNKNOWN);
        assertThat(round().verdict()).isEqualTo(Verdict.DEAD);
    }

    @Test
    public void aPoolThatAnotherHostDoesNotHaveIsNamed() {
        cloud.pools = Set.of("nfs-1", "nfs-9");
        storage.run(suspect);
        storage.kill(suspect);
        rounds(14);
        assertThat(round().toString()).startsWith("UNKNOWN")
                .contains("nfs-9 seen silent by 0 of 1", "does not have this pool");
    }

    @Test
    public void withoutNeighboursOrPoolsNothingIsKnown() {
        storage.run(suspect);
        storage.kill(suspect);
        cloud.neighbours = List.of();
        assertThat(rounds(20)).containsOnly(Verdict.UNKNOWN);
        cloud.neighbours = List.of(host(2));
        cloud.pools = Set.of();
        assertThat(rounds(20)).containsOnly(Verdict.UNKNOWN);
    }

    @Test
    public void aHostIsNotAWitnessInItsOwnCase() {
        storage.run(suspect);
        storage.killAgent(suspect);
        cloud.neighbours = List.of(suspect);
        assertThat(round().reason()).isEqualTo("no neighbour can look at its pools");
        assertThat(storage.questions()).isEmpty();
    }

    @Test
    public void anAnswerOfTheAgentEndsTheInvestigation() {
        storage.run(suspect);
        storage.kill(suspect);
        rounds(13);
        storage.returnAgent(suspect);
        assertThat(health(provider).verdict()).isEqualTo(Verdict.ALIVE);
        storage.killAgent(suspect);
        assertThat(rounds(13)).as("what was seen before proves nothing").containsOnly(Verdict.UNKNOWN);
    }

    @Test
    public void whatWasSeenLongAgoBelongsToAnotherInvestigation() {
        storage.run(suspect);
        storage.kill(suspect);
        rounds(2);
        time.advance(Duration.ofHours(1));
        assertThat(round().reason()).contains("seen for the first time");
    }

    @Test
    public void aRoundThatIsCalledOffCallsOffItsQuestions() {
        CompletableFuture<Evidence> round = provider.checkActivity(suspect, DEADLINE);
        assertThat(storage.questions()).hasSize(2);
        round.cancel(true);
        assertThat(storage.questions()).allMatch(CompletableFuture::isCancelled);
        time.advance(DEADLINE);
    }

    @Test
    public void aHostIsEligibleUnlessItsPowerOrAnAdminIsInTheWay() {
        assertThat(provider.eligibility(suspect))
                .isEqualTo(Eligibility.ineligible("out-of-band management is not configured"));
        makeFenceable();
        assertThat(provider.eligibility(suspect)).isEqualTo(Eligibility.ELIGIBLE);
        power.turn(suspect.partition(), suspect.name(), false);
        assertThat(provider.eligibility(suspect))
                .isEqualTo(Eligibility.ineligible("out-of-band management is disabled"));
        cloud.outOfService = Optional.of("in maintenance");
        assertThat(provider.eligibility(suspect)).isEqualTo(Eligibility.ineligible("in maintenance"));
    }

    @Test
    public void missingWitnessesReduceTheEvidenceAndDisqualifyNobody() {
        makeFenceable();
        cloud.neighbours = List.of(suspect);
        assertThat(provider.eligibility(suspect)).isEqualTo(new Eligibility(true, "reduced evidence: no neighbour"));
        cloud.pools = Set.of();
        assertThat(provider.eligibility(suspect)).isEqualTo(new Eligibility(true,
                "reduced evidence: no neighbour, no storage pool with heartbeats"));
    }

    @Test
    public void powerGoesThroughOutOfBandManagement() {
        makeFenceable();
        bmc.commands.clear();
        CompletableFuture<PowerReading> fresh = provider.readPower(suspect, true, DEADLINE);
        time.advance(Duration.ofSeconds(1));
        assertThat(fresh).isCompletedWithValueMatching(reading -> reading.state() == PowerState.On);
        for (Supplier<CompletableFuture<?>> command : List.<Supplier<CompletableFuture<?>>>of(
                () -> provider.readPower(suspect, false, DEADLINE),
                () -> provider.forceOff(suspect, Purpose.FENCE, DEADLINE),
                () -> provider.powerOn(suspect, Purpose.RECOVER, DEADLINE))) {
            CompletableFuture<?> answer = command.get();
            time.advance(Duration.ofSeconds(1));
            assertThat(answer).isCompleted();
        }
        assertThat(bmc.commands).containsExactly("FRESH", "ANY", "OFF", "ON");
    }

    private void makeFenceable() {
        power.configure(suspect, "fake", "bmc", "623", "user", Secret.of("secret"));
        power.turn(suspect.partition(), suspect.name(), true);
        power.preflight(suspect);
        time.advance(Duration.ofSeconds(1));
    }

    private Evidence health(KVMHAProvider asked) {
        CompletableFuture<Evidence> health = asked.checkHealth(suspect, DEADLINE);
        time.advance(DEADLINE);
        return health.getNow(null);
    }

    /** Rounds ten seconds apart. */
    private List<Verdict> rounds(int count) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            verdicts.add(round().verdict());
        }
        return verdicts;
    }

    private Evidence round() {
        CompletableFuture<Evidence> round = provider.checkActivity(suspect, DEADLINE);
        time.advance(DEADLINE);
        return round.getNow(null);
    }

    private static Resource inCluster(long id, long cluster) {
        return new Resource(PartitionType.Host, id, "uuid-" + id, "host-" + id, 1, 1, cluster);
    }

    private static Resource host(long id) {
        return new Resource(PartitionType.Host, id, "uuid-" + id, "host-" + id, 1, 1, 1);
    }

    private static HostAgents agents(CompletableFuture<AgentReport> answer, RuntimeException... thrown) {
        return new HostAgents() {
            @Override
            public CompletableFuture<AgentReport> report(Resource host, Duration deadline) {
                if (thrown.length > 0) {
                    throw thrown[0];
                }
                return answer;
            }

            @Override
            public CompletableFuture<List<PoolObservation>> observe(Resource neighbour, Resource suspect,
                    List<VmDisk> disks, Duration deadline) {
                throw new AssertionError("nobody asked for this");
            }
        };
    }

    /** What the management server knows. */
    private static final class Cloud implements HostDirectory {

        private final List<String> vms = new ArrayList<>();
        private List<Resource> neighbours = List.of(host(2), host(3));
        private Set<String> pools = Set.of("nfs-1", "nfs-2");
        private Optional<String> outOfService = Optional.empty();

        @Override
        public List<Resource> neighbours(Resource host) {
            return neighbours;
        }

        @Override
        public List<VmDisk> disks(Resource host) {
            return vms.stream().map(vm -> new VmDisk(vm, "nfs-1", vm)).toList();
        }

        @Override
        public Set<String> pools(Resource host) {
            return pools;
        }

        @Override
        public Optional<String> outOfService(Resource host) {
            return outOfService;
        }
    }

    private static final class Bmc implements PowerReader, PowerChanger {

        private final List<String> commands = new ArrayList<>();

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Session session, Duration deadline) {
            commands.add(session.name());
            return CompletableFuture.completedFuture(new PowerReading(PowerState.On, Optional.empty(), "on"));
        }

        @Override
        public CompletableFuture<String> changePower(BmcEndpoint bmc, PowerOperation operation, Duration deadline) {
            commands.add(operation.name());
            return CompletableFuture.completedFuture("accepted");
        }
    }
}
