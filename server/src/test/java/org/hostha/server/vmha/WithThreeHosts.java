package org.hostha.server.vmha;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ThrowingRunnable;
import org.hostha.core.Alert;
import org.hostha.core.Event;
import org.hostha.core.Notifications;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.ThreadEventLoop;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.spi.Membership;
import org.hostha.server.FakeAgent;
import org.hostha.server.TestDatabase;
import org.hostha.server.db.Database;
import org.hostha.server.hosts.AgentClient;
import org.hostha.server.hosts.HostMonitor;
import org.hostha.server.hosts.HostStatuses;
import org.hostha.server.hosts.HttpHostLink;
import org.hostha.server.hosts.KvmHostAgents;
import org.hostha.server.inventory.Inventory;
import org.hostha.server.inventory.ResourceStates;
import org.hostha.server.settings.Catalogue;
import org.hostha.server.settings.DatabaseSettings;
import org.hostha.store.JdbcHAStore;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

/** Three hosts, of which the first is off and seen off; what it had is to be released. */
abstract class WithThreeHosts {

    static final long RELEASE = 5;
    static final Duration PATIENCE = Duration.ofSeconds(20);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ThreadEventLoop hostLoop = new ThreadEventLoop("test-hosts");
    private ThreadEventLoop vmLoop = new ThreadEventLoop("test-vms");
    FakeAgent dead;
    FakeAgent second;
    FakeAgent third;
    Database database;
    Inventory inventory;
    DatabaseSettings settings;
    VmHAService service;
    final List<Alert> alerts = new CopyOnWriteArrayList<>();
    private HostMonitor monitor;
    private final Notifications recorded = new Notifications() {
        @Override
        public void publish(Event event) {
        }

        @Override
        public void send(Alert alert) {
            alerts.add(alert);
        }
    };

    @Before
    public void takeTheFirstHostsPower() throws IOException {
        dead = new FakeAgent();
        second = new FakeAgent();
        third = new FakeAgent("i-2-9-VM");
        Path file = folder.getRoot().toPath().resolve("inventory.yaml");
        Files.writeString(file, """
                zones:
                  - name: demo
                    pods:
                      - name: pod-1
                        clusters:
                          - name: cluster-1
                            hypervisor: KVM
                            pools: [ {name: nfs-1, path: /export/nfs-1, type: NetworkFilesystem} ]
                            hosts:
                              - {name: kvm-01, address: 10.0.0.1, agent: "%s"}
                              - {name: kvm-02, address: 10.0.0.2, agent: "%s"}
                              - {name: kvm-03, address: 10.0.0.3, agent: "%s"}
                            vms:
                              - {name: i-2-1-VM, host: kvm-01, pool: nfs-1, ha: true}
                              - {name: i-2-2-VM, host: kvm-01, pool: nfs-1}
                              - {name: i-2-9-VM, host: kvm-03, pool: nfs-1, ha: true}
                """.formatted(dead.uri(), second.uri(), third.uri()));
        database = TestDatabase.open(folder.getRoot().toPath().resolve("data"));
        Catalogue catalogue = new Catalogue(java.util.stream.Stream.of(org.hostha.server.hosts.HostSettings.all(),
                VmHASettings.all()).<Setting<?>>flatMap(List::stream).toList());
        settings = new DatabaseSettings(database, catalogue);
        inventory = new Inventory(database);
        inventory.apply(file, catalogue, settings);
        database.jdbc().sql("INSERT INTO ha_config (id, resource_id, resource_type, enabled, ha_state, provider)"
                + " VALUES (1, ?, 'Host', 1, 'Fenced', 'kvmhaprovider')").param(kvm(1).id()).update();
        database.jdbc().sql("INSERT INTO hostha_case (ha_config_id, release_id) VALUES (1, ?)").param(RELEASE).update();
        AgentClient agents = new AgentClient(Duration.ofSeconds(1));
        monitor = new HostMonitor(new KvmHostAgents(inventory, Map.of("http", new HttpHostLink(agents))), inventory,
                settings, hostLoop);
        monitor.start();
        service = service(vmLoop);
        await().atMost(PATIENCE).until(() -> inventory.hosts().stream().allMatch(monitor::answers));
    }

    /** The VM by that name. */
    long id(String name) {
        return database.jdbc().sql("SELECT id FROM vm_instance WHERE instance_name = ?").param(name).query(Long.class)
                .single();
    }

    private VmHAService service(ThreadEventLoop loop) {
        HostStatuses statuses = new HostStatuses(
                new JdbcHAStore(database.dataSource(), Clock.systemUTC(), host -> List.of()), monitor);
        return new VmHAService(database, Membership.alone(1), inventory, new ResourceStates(database, inventory), statuses, monitor,
                new AgentClient(Duration.ofSeconds(1)), settings, recorded, loop, Runnable::run);
    }

    /** The process dies and another one goes on with what is in the database. */
    void restart() {
        vmLoop.close();
        vmLoop = new ThreadEventLoop("test-vms-again");
        service = service(vmLoop);
    }

    @After
    public void end() {
        vmLoop.close();
        hostLoop.close();
        List.of(dead, second, third).forEach(FakeAgent::close);
        database.close();
    }

    Resource kvm(int number) {
        return inventory.hosts().stream().filter(host -> host.resource().name().equals("kvm-0" + number)).findFirst()
                .orElseThrow().resource();
    }

    ReleaseRecord record() {
        return new ReleaseRecord(kvm(1), RELEASE, service.vmHA().vmsOn(kvm(1)));
    }

    static void eventually(ThrowingRunnable claim) {
        await().atMost(PATIENCE).untilAsserted(claim);
    }

    String vm(String name) {
        return database.jdbc().sql("SELECT v.state, h.name FROM vm_instance v LEFT JOIN host h ON h.id = v.host_id"
                + " WHERE v.instance_name = ?").param(name)
                .query((row, number) -> row.getString(1) + " on " + row.getString(2)).single();
    }

    int owed() {
        return database.jdbc().sql("SELECT COUNT(*) FROM op_ha_work WHERE step NOT IN ('Done', 'Cancelled')")
                .query(Integer.class).single();
    }
}
