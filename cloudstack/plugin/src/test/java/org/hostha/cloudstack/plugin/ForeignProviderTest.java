package org.hostha.cloudstack.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import org.apache.cloudstack.ha.HAResource.ResourceSubType;
import org.apache.cloudstack.ha.HAResource.ResourceType;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement.Option;
import org.hostha.cloudstack.plugin.provider.FlagProvider;
import org.hostha.cloudstack.plugin.provider.SimulatorHAProvider;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.testkit.bmc.FakeBmc;
import org.junit.After;
import org.junit.Test;

/** Providers that were written for CloudStack go on working; their word alone never releases a VM. */
public class ForeignProviderTest {

    private static final Duration PLENTY = Duration.ofSeconds(120);

    /** A third party's. */
    private static final class LabHAProvider extends FlagProvider {
        LabHAProvider() {
            super(ResourceSubType.KVM);
        }
    }

    private final LabHAProvider lab = new LabHAProvider();
    private final SimulatorHAProvider simulator = new SimulatorHAProvider();
    private final RunningPlugin plugin = new RunningPlugin(lab, simulator);
    private final FakeBmc bmc = FakeBmc.start();

    @After
    public void tearDown() {
        plugin.close();
        bmc.close();
    }

    private long lookedAfter(String hypervisor, String provider) {
        long host = plugin.cloud.database.addHost("1", hypervisor);
        plugin.cloud.database.addHost("2", hypervisor);
        plugin.cloud.database.addVm("web", host, true, 1);
        plugin.outOfBand.start();
        plugin.manager.start();
        plugin.manager.configureHA(host, ResourceType.Host, provider);
        plugin.manager.enableHA(host, ResourceType.Host);
        await().atMost(PLENTY).until(() -> plugin.state(host).equals("Available"));
        return host;
    }

    @Test
    public void aForeignFenceWithoutOutOfBandManagementStaysFencingUntilSomebodyConfirmsIt() {
        long host = lookedAfter("KVM", "LabHAProvider");
        lab.fences = true;
        lab.healthy = false;
        await().atMost(PLENTY).until(() -> lab.calls().contains("fence"));
        await().atMost(PLENTY).until(() -> plugin.cloud.alerts.stream().anyMatch(alert -> alert.contains("stays Fencing")));
        assertThat(plugin.state(host)).isEqualTo("Fencing");
        assertThat(plugin.cloud.calls).isEmpty();
        assertThat(lab.calls()).contains("recover");

        plugin.manager.running().manager.confirmOff(plugin.manager.running().outOfBand.foundation.hosts.host(host).orElseThrow()
                .resource(), "admin", "power cord pulled");
        await().atMost(PLENTY).until(() -> plugin.state(host).equals("Fenced"));
        await().atMost(PLENTY).until(() -> plugin.cloud.calls.contains("schedule " + host + " with investigation"));
    }

    @Test
    public void aForeignProvidersHostIsFencedWhenItsPowerWasReadOff() {
        long host = lookedAfter("KVM", "LabHAProvider");
        BmcEndpoint at = bmc.endpoint();
        plugin.outOfBand.configure(plugin.cloud.host(host), ImmutableMap.of(Option.DRIVER, "ipmi", Option.ADDRESS, at.address(),
                Option.PORT, at.port(), Option.USERNAME, at.username(), Option.PASSWORD, at.password().revealText()));
        plugin.outOfBand.enableOutOfBandManagement(plugin.cloud.host(host));
        lab.fences = true;
        bmc.setOn(false);
        lab.healthy = false;
        await().atMost(PLENTY).until(() -> plugin.state(host).equals("Fenced"));
        assertThat(plugin.cloud.alerts).noneMatch(alert -> alert.contains("stays Fencing"));
    }

    @Test
    public void theSimulatorIsTakenAtItsWordAndHearsEveryTransition() {
        long host = lookedAfter("Simulator", "SimulatorHAProvider");
        simulator.counting(() -> plugin.manager.getHACounter(host, ResourceType.Host));
        simulator.fences = true;
        simulator.healthy = false;
        await().atMost(PLENTY).until(() -> plugin.state(host).equals("Fenced"));
        await().atMost(PLENTY).untilAsserted(() -> assertThat(simulator.log())
                .anyMatch(line -> line.startsWith("Suspect-PerformActivityCheck-Checking"))
                .anyMatch(line -> line.startsWith("Checking-ActivityCheckFailureOverThresholdRatio-Recovering"))
                .anyMatch(line -> line.startsWith("Recovering-RecoveryOperationThresholdExceeded-Fencing"))
                .anyMatch(line -> line.startsWith("Fencing-Fenced-Fenced")));
        assertThat(simulator.log()).filteredOn(line -> line.contains("-Fencing ")).allMatch(line -> line.endsWith("/1"));
        assertThat(plugin.manager.getHAProvider("simulatorhaprovider")).isSameAs(simulator);
        assertThat(plugin.manager.listHAProviders(ResourceType.Host, ResourceSubType.KVM))
                .containsExactly("LabHAProvider", "KVMHAProvider");
    }
}
