package org.hostha.cloudstack.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.Assume.assumeTrue;

import com.cloud.host.Status;
import com.cloud.utils.db.TransactionLegacy;
import com.cloud.utils.exception.CloudRuntimeException;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import org.apache.cloudstack.api.ServerApiException;
import org.apache.cloudstack.ha.HAResource.ResourceType;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement.Option;
import org.h2.jdbcx.JdbcConnectionPool;
import org.hostha.cloudstack.plugin.fake.CloudDatabase;
import org.junit.After;
import org.junit.Test;

/** What is wrong is told once and in words, and takes neither the management server nor the other hosts along. */
public class BadInputTest {

    private static final Duration PLENTY = Duration.ofSeconds(60);

    private final RunningPlugin plugin = new RunningPlugin();
    private final long host = plugin.cloud.database.addHost("1", "KVM");

    @After
    public void tearDown() {
        plugin.close();
    }

    private void lookAfterIt() {
        plugin.outOfBand.start();
        plugin.manager.start();
        plugin.manager.configureHA(host, ResourceType.Host, "kvmhaprovider");
        plugin.manager.enableHA(host, ResourceType.Host);
    }

    private String reason() {
        return plugin.cloud.database.text("SELECT c.reason FROM hostha_case c JOIN ha_config h ON h.id = c.ha_config_id"
                + " WHERE h.resource_id = ?", host).orElse("");
    }

    @Test
    public void aPasswordThatCanNotBeDecryptedIsAlertedOnceAndItsHostIsIneligible() {
        plugin.cloud.database.update("INSERT INTO oobm (host_id, enabled, driver, address, port, username, password)"
                + " VALUES (?, 1, 'ipmi', '10.0.0.1', '623', 'admin', 'of another key')", host);
        lookAfterIt();
        await().atMost(PLENTY).until(() -> plugin.state(host).equals("Ineligible") && reason().contains("can't be decrypted"));
        await().during(Duration.ofSeconds(7)).atMost(PLENTY).until(() -> plugin.cloud.alerts.size() == 1);
        assertThat(plugin.cloud.alerts.get(0)).contains("Out-of-band management of 1 can't work", "can't be decrypted")
                .doesNotContain("of another key");
    }

    @Test
    public void aDriverThatNobodyRegisteredIsAlertedOnceAndItsHostIsIneligible() {
        plugin.cloud.database.update("INSERT INTO oobm (host_id, enabled, driver, address, port, username, password)"
                + " VALUES (?, 1, 'oldlab', '10.0.0.1', '623', 'admin', 'encrypted:x')", host);
        lookAfterIt();
        await().atMost(PLENTY).until(() -> plugin.state(host).equals("Ineligible") && reason().contains("'oldlab'"));
        assertThat(plugin.cloud.alerts).filteredOn(alert -> alert.contains("oldlab")).hasSize(1);
        assertThatThrownBy(() -> plugin.outOfBand.configure(plugin.cloud.host(host), ImmutableMap.of(Option.DRIVER, "oldlab",
                Option.ADDRESS, "a", Option.PORT, "1", Option.USERNAME, "u", Option.PASSWORD, "p")))
                .isInstanceOf(CloudRuntimeException.class).hasMessageContaining("Please provide a valid driver name");
    }

    @Test
    public void withoutThePrivilegeToMakeTablesItSaysSoAndStartsWhenItHasIt() {
        assumeTrue("users are made in H2's words", CloudDatabase.isH2());
        String url = plugin.cloud.database.url();
        plugin.cloud.database.update("CREATE USER limited PASSWORD 'x'");
        plugin.cloud.database.update("GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA public TO limited");
        plugin.cloud.database.update("INSERT INTO ha_config (resource_id, resource_type, enabled, ha_state, provider)"
                + " VALUES (?, 'Host', 1, 'Recovering', 'kvmhaprovider')", host);
        JdbcConnectionPool limited = JdbcConnectionPool.create(url, "limited", "x");
        TransactionLegacy.use(limited);
        try {
            assertThat(plugin.manager.start()).isTrue();
            assertThat(plugin.outOfBand.start()).isTrue();
            assertThat(plugin.cloud.alerts).singleElement().asString()
                    .contains("Out-of-band management could not start", "hostha_");
            assertThatThrownBy(() -> plugin.manager.enableHA(host, ResourceType.Host)).isInstanceOf(CloudRuntimeException.class)
                    .hasMessageContaining("Host HA is not available");
            assertThat(plugin.manager.isHAEligible(plugin.cloud.host(host))).isTrue();
            assertThat(plugin.manager.getHostStatus(plugin.cloud.host(host))).isEqualTo(Status.Disconnected);
        } finally {
            TransactionLegacy.use(plugin.cloud.database.dataSource());
            limited.dispose();
        }
        plugin.manager.start();
        assertThat(plugin.manager.running()).isNotNull();
        assertThat(plugin.cloud.alerts).hasSize(1);
    }

    @Test
    public void whatCloudStackCallsAParameterErrorIsOne() {
        plugin.outOfBand.start();
        plugin.manager.start();
        assertThatThrownBy(() -> plugin.manager.enableHA(host, ResourceType.Host)).isInstanceOf(ServerApiException.class)
                .hasMessageContaining("HAProvider is not provided for the resource [" + host + "]");
        assertThatThrownBy(() -> plugin.manager.configureHA(host, ResourceType.Host, "nobody"))
                .hasMessageContaining("Given HA provider [nobody] does not exist.");
        assertThatThrownBy(() -> plugin.manager.configureHA(99L, ResourceType.Host, "kvmhaprovider"))
                .isInstanceOf(ServerApiException.class).hasMessageContaining("Unable to find host by ID: 99");
        assertThat(plugin.manager.getHAProvider("nobody")).isNull();
    }
}
