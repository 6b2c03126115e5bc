package org.hostha.cloudstack.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloud.host.Host;
import com.cloud.host.Status;
import org.hostha.store.HostHATables;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What VM HA is told while Host HA does not run on a management server. */
public class CustodyTest {

    private final RunningPlugin plugin = new RunningPlugin();
    private long host;

    @Before
    public void setUp() {
        host = plugin.cloud.database.addHost("1", "KVM");
    }

    @After
    public void tearDown() {
        plugin.close();
    }

    private Host row() {
        return plugin.cloud.host(host);
    }

    private void row(String state, int enabled) {
        plugin.cloud.database.update("DELETE FROM ha_config");
        plugin.cloud.database.update("INSERT INTO ha_config (id, resource_id, resource_type, enabled, ha_state, provider)"
                + " VALUES (7, ?, 'Host', ?, ?, 'kvmhaprovider')", host, enabled, state);
    }

    private void begun(String column, Object value) {
        plugin.cloud.database.update("DELETE FROM hostha_case");
        plugin.cloud.database.update("INSERT INTO hostha_case (ha_config_id, " + column + ") VALUES (7, ?)", value);
    }

    private void assertOurs() throws Exception {
        assertThat(plugin.manager.isHAEligible(row())).isTrue();
        assertThat(plugin.manager.getHostStatus(row())).isEqualTo(Status.Disconnected);
        assertThat(plugin.manager.isVMAliveOnHost(row())).isTrue();
    }

    @Test
    public void aHostInCustodyIsOursAlthoughItsSwitchIsOffOrItIsIneligible() throws Exception {
        new HostHATables(plugin.cloud.database.dataSource()).migrate();
        row("Disabled", 0);
        assertThat(plugin.manager.isHAEligible(row())).isFalse();
        begun("custody", 1);
        assertOurs();
        begun("order_id", 12);
        assertOurs();
        begun("release_id", 13);
        assertOurs();
        row("Ineligible", 1);
        assertOurs();
    }

    @Test
    public void whereOurTablesCouldNotBeMadeItsStateDecides() throws Exception {
        row("Available", 1);
        assertOurs();
        row("Disabled", 0);
        assertThat(plugin.manager.isHAEligible(row())).isFalse();
    }
}
