package org.hostha.cloudstack.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.cloud.event.ActionEventUtils;
import com.cloud.ha.Investigator;
import com.cloud.host.Host;
import com.cloud.host.Status;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.List;
import org.apache.cloudstack.ha.HAConfig;
import org.apache.cloudstack.ha.HAResource.ResourceType;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement.Option;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.testkit.bmc.FakeBmc;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The whole way: CloudStack's managers are called, our engine decides, a BMC obeys, CloudStack's VM HA restarts. */
public class FenceTest {

    private static final Duration PLENTY = Duration.ofSeconds(90);

    private final RunningPlugin plugin = new RunningPlugin();
    private final FakeBmc bmc = FakeBmc.start();
    private long host;

    @Before
    public void setUp() {
        host = plugin.cloud.database.addHost("1", "KVM");
        plugin.cloud.database.addHost("2", "KVM");
        plugin.cloud.database.addVm("web", host, true, 1);
        plugin.cloud.database.addVm("batch", host, false, 1);
        plugin.outOfBand.start();
        plugin.manager.start();
        BmcEndpoint at = bmc.endpoint();
        plugin.outOfBand.configure(row(), ImmutableMap.of(Option.DRIVER, "ipmi", Option.ADDRESS, at.address(), Option.PORT,
                at.port(), Option.USERNAME, at.username(), Option.PASSWORD, at.password().revealText()));
        plugin.outOfBand.enableOutOfBandManagement(row());
        plugin.manager.configureHA(host, ResourceType.Host, "KVMHAProvider");
        plugin.manager.enableHA(host, ResourceType.Host);
        await().atMost(PLENTY).until(() -> plugin.state(host).equals("Available"));
    }

    @After
    public void tearDown() {
        plugin.close();
        bmc.close();
    }

    private Host row() {
        return plugin.cloud.host(host);
    }

    @Test
    public void aHangingHostIsFencedAndItsVmsAreReleased() throws Exception {
        assertThat(plugin.manager.isHAEligible(row())).isTrue();
        assertThat(plugin.manager.getHostStatus(row())).isEqualTo(Status.Up);
        assertThat(plugin.manager.isVMAliveOnHost(row())).isTrue();
        plugin.cloud.deaf.put(host, 2);

        plugin.cloud.stopped.add(host);
        plugin.cloud.silent.add(host);

        await().atMost(PLENTY).until(() -> plugin.state(host).equals("Fenced"));
        assertThat(bmc.isOn()).isFalse();
        assertThat(plugin.manager.getHostStatus(row())).isEqualTo(Status.Down);
        assertThat(plugin.manager.isVMAliveOnHost(row())).isFalse();
        await().atMost(PLENTY).until(() -> plugin.cloud.database.texts(
                "SELECT outcome FROM hostha_release_vm ORDER BY position").equals(List.of("ELSEWHERE", "STOPPED")));
        assertThat(plugin.cloud.calls).contains("schedule " + host + " with investigation", "maintenance " + host)
                .filteredOn(call -> call.startsWith("schedule")).hasSize(1).noneMatch(call -> call.contains("WITHOUT"))
                .noneMatch(call -> call.contains("WHILE"));
        assertThat(plugin.cloud.alerts).anyMatch(alert -> alert.contains("1 has been fenced"));
        assertThat(ActionEventUtils.TOLD).anyMatch(event -> event.type().equals("HA.STATE.TRANSITION")
                && event.resourceId() == host);
        assertThat(plugin.cloud.unmanaged).isEmpty();
    }

    @Test
    public void aHostWhoseDisksAreWrittenToIsLeftAlone() {
        plugin.cloud.disksActive = true;
        plugin.cloud.stopped.add(host);
        plugin.cloud.silent.add(host);

        await().atMost(PLENTY).until(() -> plugin.state(host).equals("Degraded"));
        assertThat(bmc.isOn()).isTrue();
        assertThat(plugin.manager.getHostStatus(row())).isEqualTo(Status.Alert);
        assertThat(plugin.cloud.calls).isEmpty();
    }

    @Test
    public void aHostThatIsBackIsNotToldAsDownAlthoughTheReleaseOfItsOldVmsGoesOn() throws Exception {
        assertThat(plugin.cloud.database.update("UPDATE hostha_case SET custody = 1, release_id = 1")).isEqualTo(1);
        assertThat(plugin.manager.getHostStatus(row())).isEqualTo(Status.Disconnected);
        assertThat(plugin.manager.isVMAliveOnHost(row())).isTrue();
    }

    @Test
    public void aManagerThatRunsWithoutThePluginHoldsEverythingBack() {
        plugin.cloud.database.update("INSERT INTO mshost (msid, runid, name, state, last_update)"
                + " VALUES (2, 5, 'other', 'Up', '2026-01-01 00:00:00')");
        plugin.cloud.stopped.add(host);
        await().pollDelay(Duration.ofSeconds(4)).atMost(PLENTY).until(() -> plugin.manager.running().engine.explain(
                plugin.manager.running().outOfBand.foundation.hosts.host(host).orElseThrow().resource())
                .orElseThrow().holds().stream().anyMatch(hold -> hold.contains("other runs without the plugin")));
        plugin.cloud.silent.add(host);
        await().atMost(PLENTY).until(() -> plugin.state(host).matches("Suspect|Checking|Recovering|Fencing"));
        await().during(Duration.ofSeconds(8)).atMost(PLENTY).until(bmc::isOn);
        plugin.cloud.database.update("UPDATE mshost SET state = 'Down' WHERE msid = 2");
        await().atMost(PLENTY).until(() -> plugin.state(host).equals("Fenced"));
    }

    @Test
    public void aHostThatNobodyLooksAfterIsNotOurs() {
        plugin.manager.disableHA(host, ResourceType.Host);
        await().atMost(PLENTY).until(() -> plugin.state(host).equals("Disabled"));
        assertThat(plugin.manager.isHAEligible(row())).isFalse();
        assertThat(plugin.manager.isHAEligible(null)).isFalse();
        assertThatThrownBy(() -> plugin.manager.isVMAliveOnHost(row())).isInstanceOf(Investigator.UnknownVM.class);
        assertThat(plugin.manager.listHAResources(null, ResourceType.Host)).extracting(HAConfig::getState)
                .containsExactly(HAConfig.HAState.Disabled);
    }
}
