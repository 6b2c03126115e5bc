package org.hostha.server.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.ThreadEventLoop;
import org.hostha.ha.HAState;
import org.hostha.ha.kvm.spi.VmDisk;
import org.hostha.server.FakeAgent;
import org.hostha.server.TestDatabase;
import org.hostha.server.db.Database;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;
import org.hostha.server.settings.Catalogue;
import org.hostha.server.settings.DatabaseSettings;
import org.hostha.store.JdbcHAStore;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Who may testify about kvm-01: a pod of two clusters that share a pool by its name, and another pod. */
public class KvmHostDirectoryTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ThreadEventLoop loop = new ThreadEventLoop("test-hosts");
    private FakeAgent agent;
    private Database database;
    private Inventory inventory;
    private HostMonitor monitor;
    private KvmHostDirectory directory;

    @Before
    public void readTheInventory() throws IOException {
        agent = new FakeAgent();
        FakeAgent gone = new FakeAgent();
        gone.close();
        Path file = folder.getRoot().toPath().resolve("inventory.yaml");
        Files.writeString(file, """
                zones:
                  - name: demo
                    pods:
                      - name: pod-1
                        clusters:
                          - name: cluster-1
                            hypervisor: KVM
                            pools:
                              - {name: nfs-1, path: /export/nfs-1, type: NetworkFilesystem}
                              - {name: local, path: /var/lib/images, type: Filesystem}
                            hosts:
                              - {name: kvm-01, address: 10.0.0.1, agent: "AGENT"}
                              - {name: kvm-02, address: 10.0.0.2, agent: "AGENT"}
                              - {name: kvm-03, address: 10.0.0.3, agent: "GONE"}
                            vms:
                              - {name: i-2-1-VM, host: kvm-01, pool: nfs-1, disk: volume-1}
                              - {name: i-2-2-VM, host: kvm-01, pool: local}
                          - name: cluster-2
                            hypervisor: KVM
                            pools: [ {name: nfs-1, path: /export/nfs-1, type: NetworkFilesystem} ]
                            hosts: [ {name: kvm-04, address: 10.0.0.4, agent: "AGENT"} ]
                          - name: cluster-3
                            hypervisor: KVM
                            pools: [ {name: nfs-3, path: /export/nfs-3, type: NetworkFilesystem} ]
                            hosts: [ {name: kvm-05, address: 10.0.0.5, agent: "AGENT"} ]
                      - name: pod-2
                        clusters:
                          - name: cluster-4
                            hypervisor: KVM
                            pools: [ {name: nfs-1, path: /export/nfs-1, type: NetworkFilesystem} ]
                            hosts: [ {name: kvm-06, address: 10.0.0.6, agent: "AGENT"} ]
                """.replace("AGENT", agent.uri().toString()).replace("GONE", gone.uri().toString()));
        database = TestDatabase.open(folder.getRoot().toPath().resolve("data"));
        Catalogue catalogue = new Catalogue(HostSettings.all().stream().<Setting<?>>map(setting -> setting).toList());
        DatabaseSettings settings = new DatabaseSettings(database, catalogue);
        inventory = new Inventory(database);
        inventory.apply(file, catalogue, settings);
        monitor = new HostMonitor(new KvmHostAgents(inventory,
                Map.of("http", new HttpHostLink(new AgentClient(Duration.ofSeconds(1))))), inventory, settings, loop);
        directory = new KvmHostDirectory(database, inventory, monitor,
                new JdbcHAStore(database.dataSource(), Clock.systemUTC(), host -> List.of()), loop);
        monitor.start();
        directory.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> inventory.hosts().stream()
                .filter(host -> !host.resource().name().equals("kvm-03")).allMatch(monitor::answers));
    }

    @After
    public void end() {
        loop.close();
        agent.close();
        database.close();
    }

    @Test
    public void hostsOfTheClusterAndThoseOfThePodThatShareAPoolTestifyIfTheyAnswer() {
        assertThat(neighbours()).containsExactlyInAnyOrder("kvm-02", "kvm-04");
    }

    @Test
    public void aHostInMaintenanceDoesNotTestify() {
        for (String state : List.of("PrepareForMaintenance", "Maintenance", "ErrorInMaintenance")) {
            database.jdbc().sql("UPDATE host SET resource_state = ? WHERE name = 'kvm-02'").param(state).update();
            inventory.reload();
            assertThat(neighbours()).as(state).containsExactly("kvm-04");
        }
    }

    @Test
    public void ofTheHostsThatHALooksAfterOnlyThoseThatAreAvailableTestify() {
        database.jdbc().sql("INSERT INTO ha_config (resource_id, resource_type, enabled, ha_state, provider)"
                + " VALUES (?, 'Host', 1, 'Available', 'kvmhaprovider')").param(host("kvm-02").id()).update();
        for (HAState state : HAState.values()) {
            database.jdbc().sql("UPDATE ha_config SET ha_state = ?").param(state.name()).update();
            boolean itsWordCounts = state == HAState.Available || state == HAState.Disabled || state == HAState.Ineligible;
            await(state.name()).atMost(Duration.ofSeconds(20))
                    .until(() -> neighbours().contains("kvm-02") == itsWordCounts && neighbours().contains("kvm-04"));
        }
    }

    @Test
    public void onlyPoolsThatHeartbeatsAreWrittenToCountAndDisksAreFoundByTheirPaths() {
        assertThat(directory.pools(host("kvm-01"))).containsExactly("nfs-1");
        assertThat(directory.disks(host("kvm-01"))).containsExactly(new VmDisk("i-2-1-VM", "nfs-1", "volume-1"),
                new VmDisk("i-2-2-VM", "local", "i-2-2-VM"));
    }

    @Test
    public void aHostThatIsNotEnabledIsOutOfServiceAndSaysWhy() {
        assertThat(directory.outOfService(host("kvm-02"))).isEmpty();
        database.jdbc().sql("UPDATE host SET resource_state = 'Disabled' WHERE name = 'kvm-02'").update();
        inventory.reload();
        assertThat(directory.outOfService(host("kvm-02"))).contains("its resource state is Disabled");
    }

    private List<String> neighbours() {
        return directory.neighbours(host("kvm-01")).stream().map(Resource::name).toList();
    }

    private Resource host(String name) {
        return inventory.hosts().stream().map(HostInfo::resource).filter(host -> host.name().equals(name)).findFirst()
                .orElseThrow();
    }
}
