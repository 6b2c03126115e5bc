package org.hostha.server.vmha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;
import org.hostha.core.Notifications;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.ThreadEventLoop;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.ReleaseRecord.Outcome;
import org.hostha.ha.spi.Membership;
import org.hostha.server.FakeAgent;
import org.hostha.server.OnDatabase;
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
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Three hosts, of which the first is off; VMs go to the others, each once, whatever happens on the way. */
@Category(OnDatabase.class)
public class VmHAServiceTest {

    private static final long RELEASE = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ThreadEventLoop hostLoop = new ThreadEventLoop("test-hosts");
    private ThreadEventLoop vmLoop = new ThreadEventLoop("test-vms");
    private FakeAgent dead;
    private FakeAgent second;
    private FakeAgent third;
    private Database database;
    private Inventory inventory;
    private DatabaseSettings settings;
    private HostMonitor monitor;
    private VmHAService service;

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

    private VmHAService service(ThreadEventLoop loop) {
        HostStatuses statuses = new HostStatuses(
                new JdbcHAStore(database.dataSource(), Clock.systemUTC(), host -> List.of()), monitor);
        return new VmHAService(database, Membership.alone(1), inventory, new ResourceStates(database, inventory), statuses, monitor,
                new AgentClient(Duration.ofSeconds(1)), settings, Notifications.none(), loop, Runnable::run);
    }

    /** The process dies and another one goes on with what is in the database. */
    private void restart() {
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

    private Resource kvm(int number) {
        return inventory.hosts().stream().filter(host -> host.resource().name().equals("kvm-0" + number)).findFirst()
                .orElseThrow().resource();
    }

    private ReleaseRecord record() {
        return new ReleaseRecord(kvm(1), RELEASE, service.vmHA().vmsOn(kvm(1)));
    }

    private static void eventually(ThrowingRunnable claim) {
        await().atMost(PATIENCE).untilAsserted(claim);
    }

    private String vm(String name) {
        return database.jdbc().sql("SELECT v.state, h.name FROM vm_instance v LEFT JOIN host h ON h.id = v.host_id"
                + " WHERE v.instance_name = ?").param(name)
                .query((row, number) -> row.getString(1) + " on " + row.getString(2)).single();
    }

    private int owed() {
        return database.jdbc().sql("SELECT COUNT(*) FROM op_ha_work WHERE step NOT IN ('Done', 'Cancelled')")
                .query(Integer.class).single();
    }

    @Test
    public void aVmIsRestartedWhereTheFewestAreAndOneWithoutHaIsStopped() {
        service.start();

        ReleaseRecord settled = service.vmHA().release(record()).join();

        assertThat(settled.vms()).extracting(ReleaseRecord.Vm::outcome)
                .containsExactly(Outcome.QUEUED, Outcome.STOPPED);
        assertThat(settled.report()).contains("i-2-2-VM: HA is not enabled for it");
        eventually(() -> assertThat(vm("i-2-1-VM")).isEqualTo("Running on kvm-02"));
        assertThat(second.starts()).containsExactly("i-2-1-VM");
        assertThat(vm("i-2-2-VM")).isEqualTo("Stopped on null");
        assertThat(vm("i-2-9-VM")).isEqualTo("Running on kvm-03");
        eventually(() -> assertThat(owed()).isZero());
    }

    @Test
    public void aReleaseThatIsRepeatedStartsNothingTwice() {
        ReleaseRecord record = record();
        service.vmHA().release(record).join();

        assertThat(service.vmHA().release(record).join().vms().get(0).outcome()).isEqualTo(Outcome.QUEUED);
        assertThat(owed()).isEqualTo(1);

        service.start();
        eventually(() -> assertThat(vm("i-2-1-VM")).startsWith("Running on"));
        assertThat(service.vmHA().release(record).join().vms().get(0).outcome()).isEqualTo(Outcome.ELSEWHERE);
        eventually(() -> assertThat(owed()).isZero());
        assertThat(second.starts().size() + third.starts().size()).isEqualTo(1);
    }

    @Test
    public void aVmThatAUserStopsIsNotRestartedThoughItWasOwed() {
        service.vmHA().release(record()).join();
        assertThat(owed()).isEqualTo(1);

        service.power().stop(database.jdbc().sql("SELECT id FROM vm_instance WHERE instance_name = 'i-2-1-VM'")
                .query(Long.class).single());
        service.start();
        service.power().start(database.jdbc().sql("SELECT id FROM vm_instance WHERE instance_name = 'i-2-2-VM'")
                .query(Long.class).single());

        assertThat(owed()).isZero();
        assertThat(vm("i-2-1-VM")).isEqualTo("Stopped on null");
        assertThat(vm("i-2-2-VM")).isEqualTo("Running on kvm-02");
        assertThat(second.starts()).containsExactly("i-2-2-VM");
    }

    @Test
    public void aCrashBetweenReleaseAndRestartLosesNothing() {
        service.vmHA().release(record()).join();

        restart();
        service.start();

        eventually(() -> assertThat(vm("i-2-1-VM")).isEqualTo("Running on kvm-02"));
        assertThat(second.starts()).containsExactly("i-2-1-VM");
    }

    @Test
    public void aCrashAfterTheAgentWasAskedAsksTheSameAgentAgain() {
        service.vmHA().release(record()).join();
        second.vms().add("i-2-1-VM");
        database.jdbc().sql("UPDATE vm_instance SET state = 'Starting', host_id = ? WHERE instance_name = 'i-2-1-VM'")
                .param(kvm(2).id()).update();

        restart();
        service.start();

        eventually(() -> assertThat(vm("i-2-1-VM")).isEqualTo("Running on kvm-02"));
        assertThat(second.starts()).isEmpty();
        assertThat(third.starts()).isEmpty();
    }

    @Test
    public void aHostThatRefusesIsLeftForAnother() {
        second.refuse();
        service.vmHA().release(record()).join();

        service.start();

        eventually(() -> assertThat(vm("i-2-1-VM")).isEqualTo("Running on kvm-03"));
        assertThat(second.vms()).isEmpty();
    }

    @Test
    public void aHostThatDoesNotAnswerKeepsTheVmUntilItDoes() {
        service.vmHA().release(record()).join();
        database.jdbc().sql("UPDATE vm_instance SET state = 'Starting', host_id = ? WHERE instance_name = 'i-2-1-VM'")
                .param(kvm(2).id()).update();
        second.close();

        service.start();

        await().during(Duration.ofSeconds(4)).atMost(PATIENCE).until(() -> vm("i-2-1-VM").equals("Starting on kvm-02"));
        assertThat(third.starts()).isEmpty();
        assertThat(owed()).isEqualTo(1);
    }

    @Test
    public void aRestartOnAHostThatDiesItselfBeginsAnew() {
        service.vmHA().release(record()).join();
        database.jdbc().sql("UPDATE vm_instance SET state = 'Starting', host_id = ? WHERE instance_name = 'i-2-1-VM'")
                .param(kvm(2).id()).update();
        database.jdbc().sql("INSERT INTO ha_config (id, resource_id, resource_type, enabled, ha_state, provider)"
                + " VALUES (2, ?, 'Host', 1, 'Fenced', 'kvmhaprovider')").param(kvm(2).id()).update();
        database.jdbc().sql("INSERT INTO hostha_case (ha_config_id, release_id) VALUES (2, 8)").update();

        service.vmHA().release(new ReleaseRecord(kvm(2), 8, service.vmHA().vmsOn(kvm(2)))).join();
        assertThat(owed()).isEqualTo(1);
        service.start();

        eventually(() -> assertThat(vm("i-2-1-VM")).isEqualTo("Running on kvm-03"));
        assertThat(second.starts()).isEmpty();
    }

    @Test
    public void aReleaseThatWasClosedMeanwhileDoesNothing() {
        ReleaseRecord late = record();
        database.jdbc().sql("UPDATE hostha_case SET release_id = NULL").update();

        assertThat(service.vmHA().release(late).join().vms()).extracting(ReleaseRecord.Vm::outcome)
                .containsOnly(Outcome.PENDING);
        assertThat(vm("i-2-1-VM")).isEqualTo("Running on kvm-01");
        assertThat(owed()).isZero();
    }

    @Test
    public void aVmThatIsGoneOrElsewhereIsSaidToBe() {
        ReleaseRecord record = record();
        database.jdbc().sql("UPDATE vm_instance SET host_id = ? WHERE instance_name = 'i-2-1-VM'").param(kvm(3).id())
                .update();
        database.jdbc().sql("UPDATE vm_instance SET removed = NOW() WHERE instance_name = 'i-2-2-VM'").update();

        assertThat(service.vmHA().release(record).join().vms()).extracting(ReleaseRecord.Vm::outcome)
                .containsExactly(Outcome.ELSEWHERE, Outcome.ABANDONED);
    }

    @Test
    public void withVmHaSwitchedOffVmsAreStoppedAndNotRestarted() {
        settings.update("vm.ha.enabled", Optional.empty(), "false");

        assertThat(service.vmHA().release(record()).join().report()).contains("vm.ha.enabled is false");
        assertThat(owed()).isZero();
    }

    @Test
    public void hostsInMaintenanceTakeNoVms() {
        service.vmHA().enterMaintenance(kvm(2)).join();
        service.vmHA().enterMaintenance(kvm(2)).join();
        service.vmHA().release(record()).join();

        service.start();

        eventually(() -> assertThat(vm("i-2-1-VM")).isEqualTo("Running on kvm-03"));
    }
}
