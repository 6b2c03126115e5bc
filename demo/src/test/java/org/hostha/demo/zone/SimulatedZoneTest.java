package org.hostha.demo.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Real processes, real ipmi_sim, real ipmitool: one cluster of two hosts with two VMs each. */
public class SimulatedZoneTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String VM = "i-2-3-VM";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path dir;
    private SimulatedZone zone;
    private SimulatedHost host;
    private SimulatedHost neighbour;

    @Before
    public void start() {
        dir = folder.getRoot().toPath().resolve("a zone");
        zone = SimulatedZone.start(dir, ZoneLayout.regular("test", List.of(1), 2, 2));
        host = zone.host("kvm-01");
        neighbour = zone.host("kvm-02");
    }

    @After
    public void stop() {
        zone.close();
    }

    @Test
    public void aStartedZoneRunsEveryVmOnceAndEveryBmcSaysOn() {
        assertThat(host.vms()).containsExactly("i-2-3-VM", "i-2-4-VM");
        assertThat(neighbour.vms()).containsExactly("i-2-5-VM", "i-2-6-VM");
        assertThat(zone.hosts()).allMatch(one -> one.bmc().readPower().equals("On"));
        assertThat(zone.audit().copies()).hasSize(4).noneMatch(VmAudit.Copy::stopped);
        assertThat(zone.audit().offences()).isEmpty();
    }

    @Test
    public void aBmcToldToPowerOffTakesItsHostDownAndOnBootsItAfresh() {
        String boot = bootId(host);

        ipmi(host, "off");

        assertThat(host.bmc().readPower()).isEqualTo("Off");
        assertThat(host.agentAnswers()).isFalse();
        assertThat(zone.audit().hostsOf(VM)).isEmpty();
        assertThat(neighbour.agentAnswers()).isTrue();

        ipmi(host, "on");

        assertThat(host.bmc().readPower()).isEqualTo("On");
        await(host::agentAnswers);
        assertThat(host.vms()).isEmpty();
        assertThat(bootId(host)).isNotEqualTo(boot);
    }

    @Test
    public void resetAndCycleBootTheHostAfresh() {
        for (String action : List.of("reset", "cycle")) {
            String boot = bootId(host);

            ipmi(host, action);

            await(() -> host.agentAnswers() && !bootId(host).equals(boot));
            assertThat(host.bmc().readPower()).isEqualTo("On");
        }
    }

    @Test
    public void aHungHostIsSilentButStillHoldsItsVms() {
        host.hang();

        String before = heartbeatSeenByNeighbour();
        long disk = diskSize();
        assertThat(host.agentAnswers()).isFalse();
        assertThat(host.bmc().readPower()).isEqualTo("On");
        assertThat(zone.audit().copies()).filteredOn(copy -> copy.vm().equals(VM))
                .singleElement().matches(VmAudit.Copy::stopped);
        assertThat(heartbeatSeenByNeighbour()).isEqualTo(before);
        assertThat(diskSize()).isEqualTo(disk);

        host.wake();

        await(() -> diskSize() > disk && !heartbeatSeenByNeighbour().equals(before));
        assertThat(host.agentAnswers()).isTrue();
    }

    @Test
    public void theButtonDoesNothingToAHungHostButForceOffDoes() {
        host.hang();

        ipmi(host, "soft");
        assertThat(host.bmc().readPower()).isEqualTo("On");

        ipmi(host, "off");
        assertThat(host.bmc().readPower()).isEqualTo("Off");
        assertThat(zone.audit().hostsOf(VM)).isEmpty();
    }

    @Test
    public void aBrokenHostHangsAgainAfterAResetUntilItIsRepaired() {
        host.breakDown();
        host.hang();

        ipmi(host, "reset");
        assertThat(host.bmc().readPower()).isEqualTo("On");
        assertThat(host.agentAnswers()).isFalse();
        assertThat(zone.audit().hostsOf(VM)).isEmpty();

        host.repair();
        ipmi(host, "reset");
        await(host::agentAnswers);
    }

    @Test
    public void whenTheAgentAloneDiesTheVmsKeepWriting() {
        host.killAgent();
        long disk = diskSize();

        assertThat(host.agentAnswers()).isFalse();
        assertThat(zone.audit().hostsOf(VM)).containsExactly("kvm-01");
        await(() -> diskSize() > disk);

        ipmi(host, "off");
        assertThat(zone.audit().hostsOf(VM)).isEmpty();
    }

    @Test
    public void aHostThatLosesItsPowerLeavesItsBmcAnsweringOff() {
        host.losePower();

        assertThat(host.isPoweredOn()).isFalse();
        assertThat(host.bmc().readPower()).isEqualTo("Off");
    }

    @Test
    public void aBmcThatVanishedIsUnreachableAndItsHostRunsOn() {
        host.bmc().vanish();

        assertThat(host.bmc().readPower()).isEqualTo("unreachable");
        assertThat(host.agentAnswers()).isTrue();

        host.bmc().start();
        await(() -> host.bmc().readPower().equals("On"));
    }

    @Test
    public void anAgentStartsAndStopsVms() {
        assertThat(host.agent().put("/vms/" + VM + "?pool=nfs-1")).isEqualTo(200);
        assertThat(host.agent().delete("/vms/" + VM)).isEqualTo(204);
        assertThat(zone.audit().hostsOf(VM)).isEmpty();
        assertThat(neighbour.agent().put("/vms/" + VM + "?pool=nfs-1")).isEqualTo(201);
        await(() -> zone.audit().hostsOf(VM).equals(Set.of("kvm-02")));
        assertThat(zone.audit().offences()).isEmpty();
    }

    @Test
    public void anAgentRefusesNamesAndPoolsItDoesNotKnow() {
        assertThat(host.agent().put("/vms/" + VM + "?pool=nfs-9")).isEqualTo(400);
        assertThat(host.agent().put("/vms/" + VM)).isEqualTo(400);
        assertThat(host.agent().put("/vms/a%2Fb?pool=nfs-1")).isEqualTo(400);
        assertThat(host.agent().delete("/vms/..%2F..%2Fx")).isEqualTo(400);
    }

    @Test
    public void aPoolThatCannotBeReadIsReportedAsSuch() throws IOException {
        Files.move(zone.pool("nfs-2"), zone.pool("nfs-2").resolveSibling("gone"));

        JsonNode pools = neighbour.agent().observe("kvm-01", List.of(VM)).orElseThrow().path("pools");

        assertThat(pools.findValuesAsText("pool")).containsExactly("nfs-1", "nfs-2");
        assertThat(pools.at("/0/disks").has(VM)).isTrue();
        assertThat(pools.at("/1/error").asText()).contains("nfs-2");
        assertThat(pools.at("/1").has("heartbeat")).isFalse();
    }

    @Test
    public void theAuditNoticesAVmThatRunsTwiceEvenIfOneCopyIsStopped() {
        host.hang();

        neighbour.agent().put("/vms/" + VM + "?pool=nfs-1");

        await(() -> zone.audit().offences().size() >= 2);
        assertThat(zone.audit().offences())
                .anyMatch(offence -> offence.contains("kvm-01") && offence.contains("at once"))
                .anyMatch(offence -> offence.contains("while another run had the disk open"));
    }

    /** The shell of a VM forks once a second, and looks like a second copy until the fork has become something else. */
    @Test
    public void theAuditTakesNoForkOfAVmForACopy() throws InterruptedException {
        for (int look = 0; look < 300; look++) {
            assertThat(zone.audit().copies()).hasSize(4);
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(zone.audit().offences()).isEmpty();
    }

    @Test
    public void theAuditNoticesOnTheDiskThatAnEarlierRunWroteAgain() throws IOException {
        Path disk = zone.pool("nfs-1").resolve("i-2-99-VM.disk");
        Files.write(disk, List.of("kvm-01 b 7 1", "kvm-01 b 7 2", "kvm-02 c 8 1"));
        assertThat(zone.audit().offences()).isEmpty();

        Files.write(disk, List.of("kvm-01 b 7 1", "kvm-02 c 8 1", "kvm-01 b 7 2"));
        assertThat(zone.audit().offences()).singleElement().asString().contains("wrote after kvm-02");
    }

    @Test
    public void closingEndsEveryProcessStoppedOnesToo() {
        host.hang();

        zone.close();

        assertThat(zone.audit().copies()).isEmpty();
        assertThat(neighbour.agentAnswers()).isFalse();
        assertThat(neighbour.bmc().readPower()).isEqualTo("unreachable");
        assertThat(ProcessTable.marked(Leftovers.MARK, Leftovers.mark(dir))).isEmpty();
    }

    @Test
    public void aNewZoneEndsWhatACrashedOneLeftInItsDirectory() {
        SimulatedZone second = SimulatedZone.start(dir, ZoneLayout.regular("test", List.of(1), 1, 1));
        try {
            assertThat(neighbour.agentAnswers()).isFalse();
            assertThat(second.audit().copies()).singleElement().extracting(VmAudit.Copy::vm).isEqualTo(VM);
        } finally {
            second.close();
        }
    }

    @Test
    public void theInventoryNamesHostsAgentsPoolsVmsAndSettings() throws IOException {
        Path file = dir.resolve("inventory.yaml");
        zone.writeInventory(file, Map.of("kvm.ha.health.check.interval", "2"));

        assertThat(Files.readString(file))
                .contains("- {name: kvm-01, address: 127.0.0.1, agent: \"" + host.agentUri() + "\"}")
                .contains("- {name: nfs-1, path: \"" + zone.pool("nfs-1") + "\", type: NetworkFilesystem}")
                .contains("- {name: i-2-3-VM, host: kvm-01, pool: nfs-1, ha: true}")
                .contains("kvm.ha.health.check.interval: 2");
    }

    @Test
    public void anUnknownHostIsNamedWithTheKnownOnes() {
        assertThatThrownBy(() -> zone.host("kvm-77")).isInstanceOf(ZoneException.class)
                .hasMessageContaining("kvm-77").hasMessageContaining("kvm-02");
    }

    @Test
    public void everyBmcTellsAnIdentityOfItsOwnAndKeepsIt() {
        String identity = ipmitool(host, "mc", "guid");
        assertThat(identity).contains("System GUID").isNotEqualTo(ipmitool(neighbour, "mc", "guid"));

        host.bmc().vanish();
        host.bmc().start();
        await(() -> host.bmc().readPower().equals("On"));
        assertThat(ipmitool(host, "mc", "guid")).isEqualTo(identity);
    }

    private void ipmi(SimulatedHost host, String action) {
        ipmitool(host, "chassis", "power", action);
    }

    private String ipmitool(SimulatedHost host, String... words) {
        SimulatedBmc bmc = host.bmc();
        Path password = folder.getRoot().toPath().resolve("bmc-password");
        try {
            Files.writeString(password, bmc.password());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of("ipmitool", "-I", "lanplus", "-C", SimulatedBmc.CIPHER_SUITE,
                "-H", bmc.address(), "-p", String.valueOf(bmc.port()), "-U", bmc.username(), "-f", password.toString()));
        command.addAll(List.of(words));
        Shell.Result result = Shell.run(Path.of("/"), Map.of(), PATIENCE, command);
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }

    private static String bootId(SimulatedHost host) {
        return host.agent().host().map(answer -> answer.path("bootId").asText()).orElse("");
    }

    private String heartbeatSeenByNeighbour() {
        return neighbour.agent().observe("kvm-01", List.of()).orElseThrow().at("/pools/0/heartbeat").asText();
    }

    private long diskSize() {
        String disk = neighbour.agent().observe("kvm-01", List.of(VM)).orElseThrow()
                .at("/pools/0/disks/" + VM).asText();
        return Long.parseLong(disk.substring(0, disk.indexOf(':')));
    }

    private static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as("waited too long").isLessThan(PATIENCE.toNanos());
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
