package org.hostha.server.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.Settings;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.HostAgents;
import org.hostha.server.TestDatabase;
import org.hostha.server.db.Database;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;
import org.hostha.testkit.VirtualTime;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class HostMonitorTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final VirtualTime time = new VirtualTime(1);
    private String interval = "2";
    private int asked;
    private Database database;
    private HostInfo host;
    private HostMonitor monitor;

    @Before
    public void watchOneHost() {
        database = TestDatabase.open(folder.getRoot().toPath());
        database.jdbc().sql("INSERT INTO host (id, name, uuid, guid, status, type, private_ip_address, data_center_id,"
                + " resource_state, created, url, pod_id, cluster_id, hypervisor_type) VALUES (1, 'kvm-01', 'u', 'g', 'Up',"
                + " 'Routing', '10.0.0.1', 1, 'Enabled', NOW(), 'http://10.0.0.1:8250', 1, 1, 'KVM')").update();
        Inventory inventory = new Inventory(database);
        host = inventory.host(1).orElseThrow();
        monitor = new HostMonitor(agents(), inventory, settings(), time.loop());
    }

    @After
    public void close() {
        database.close();
    }

    private HostAgents agents() {
        return (HostAgents) Proxy.newProxyInstance(HostAgents.class.getClassLoader(), new Class<?>[] {HostAgents.class},
                (proxy, method, arguments) -> {
                    asked++;
                    return CompletableFuture.completedFuture(new AgentReport("boot", List.of(), Optional.empty()));
                });
    }

    private Settings settings() {
        return new Settings() {
            @Override
            public <T> T value(Setting<T> setting) {
                return setting.equals(HostSettings.PING_INTERVAL) ? setting.parse(interval) : setting.defaultValue();
            }

            @Override
            public <T> T value(Setting<T> setting, Resource resource) {
                return value(setting);
            }
        };
    }

    @Test
    public void eachAgentIsAskedOnceInAnInterval() {
        monitor.start();
        time.advance(Duration.ofSeconds(10));
        assertThat(asked).isEqualTo(6);

        interval = "0";
        time.advance(Duration.ofSeconds(10));
        assertThat(asked).isEqualTo(16);
    }

    @Test
    public void aLongIntervalThatIsCorrectedIsNotSleptOutFirst() {
        interval = "3600";
        monitor.start();
        time.advance(Duration.ofMinutes(1));
        assertThat(asked).isEqualTo(1);

        interval = "2";
        time.advance(Duration.ofMinutes(1));
        assertThat(asked).isGreaterThanOrEqualTo(30);
        assertThat(monitor.answers(host)).isTrue();
    }
}
