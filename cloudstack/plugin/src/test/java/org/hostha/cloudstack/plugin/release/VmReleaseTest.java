package org.hostha.cloudstack.plugin.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.hostha.cloudstack.plugin.fake.FakeCloudStack;
import org.hostha.cloudstack.plugin.settings.PluginSettings;
import org.hostha.core.Alert;
import org.hostha.core.Event;
import org.hostha.core.Notifications;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.HAState;
import org.hostha.ha.Order;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.ReleaseRecord.Outcome;
import org.hostha.ha.Stored;
import org.hostha.store.JdbcSettings;
import org.hostha.testkit.VirtualTime;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class VmReleaseTest {

    private final FakeCloudStack cloud = new FakeCloudStack();
    private final VirtualTime time = new VirtualTime(1);
    private final JdbcSettings settings = new JdbcSettings(cloud.database.dataSource(), PluginSettings.all());
    private final List<Alert> alerts = new ArrayList<>();
    private VmRelease release = newRelease();
    private Resource host;
    private Optional<Stored> known = Optional.empty();

    private VmRelease newRelease() {
        Notifications notifications = new Notifications() {
            @Override
            public void publish(Event event) {
            }

            @Override
            public void send(Alert alert) {
                alerts.add(alert);
            }
        };
        return new VmRelease(cloud.agents, cloud.vmHA, cloud.resources, cloud.hosts, cloud.database.sql(), resource -> known,
                settings, notifications, time.loop(), Runnable::run, 1);
    }

    @Before
    public void setUp() {
        long id = cloud.database.addHost("1", "KVM");
        cloud.database.addHost("2", "KVM");
        host = new Resource(PartitionType.Host, id, "uuid-1", "1", 1, 1, 1);
    }

    @After
    public void tearDown() {
        cloud.close();
    }

    private ReleaseRecord open() {
        return new ReleaseRecord(host, 7, release.vmsOn(host));
    }

    private static List<Outcome> outcomes(ReleaseRecord record) {
        return record.vms().stream().map(ReleaseRecord.Vm::outcome).toList();
    }

    @Test
    public void nothingIsScheduledBeforeCloudStackHasTheHostAsDown() {
        cloud.database.addVm("web", host.id(), true, 1);
        cloud.deaf.put(host.id(), 1);
        ReleaseRecord first = release.release(open()).join();
        assertThat(first.vms()).extracting(ReleaseRecord.Vm::note).containsExactly("waits until CloudStack has the host as Down");
        release.release(open()).join();
        assertThat(cloud.calls).as("it is given time for it").containsExactly("disconnect 1");

        time.advance(Duration.ofSeconds(10));
        ReleaseRecord second = release.release(first).join();
        assertThat(outcomes(second)).containsExactly(Outcome.ELSEWHERE);
        assertThat(cloud.calls).containsExactly("disconnect 1", "disconnect 1", "schedule 1 with investigation");
    }

    @Test
    public void aVmIsPendingUntilVmHAHasTakenItOffTheHost() {
        cloud.vmHAWorks = false;
        cloud.database.addVm("web", host.id(), true, 1);
        ReleaseRecord record = release.release(open()).join();
        assertThat(outcomes(record)).containsExactly(Outcome.PENDING);
        assertThat(record.vms().get(0).note()).contains("Investigating");

        cloud.database.update("UPDATE vm_instance SET state = 'Stopped', host_id = NULL");
        assertThat(outcomes(release.release(record).join())).containsExactly(Outcome.QUEUED);
        assertThat(cloud.calls).filteredOn(call -> call.startsWith("schedule")).hasSize(1);
    }

    @Test
    public void anotherManagerGoesOnAfterACrashAndSchedulesNothingTwice() {
        cloud.vmHAWorks = false;
        cloud.database.addVm("web", host.id(), true, 1);
        ReleaseRecord record = release.release(open()).join();
        release = newRelease();
        assertThat(outcomes(release.release(record).join())).containsExactly(Outcome.PENDING);
        assertThat(cloud.calls).filteredOn(call -> call.startsWith("schedule")).hasSize(1);

        cloud.database.update("UPDATE op_ha_work SET step = 'Cancelled'");
        release.release(record).join();
        assertThat(cloud.calls).filteredOn(call -> call.startsWith("schedule")).hasSize(2);
    }

    @Test
    public void aHostThatCameBackWhileItsVmsWaitIsNotDisconnectedAgain() {
        cloud.vmHAWorks = false;
        cloud.database.addVm("web", host.id(), true, 1);
        ReleaseRecord record = release.release(open()).join();
        cloud.database.update("UPDATE host SET status = 'Up' WHERE id = ?", host.id());
        release.release(record).join();
        assertThat(cloud.calls).filteredOn(call -> call.startsWith("disconnect")).hasSize(1);
    }

    private static Optional<Stored> releasing(HAState state, Order.Step... step) {
        return Optional.of(new Stored(Optional.of(state), 0, 0, 0, 0, true,
                Arrays.stream(step).findFirst().map(at -> new Order(6, Order.Kind.RECOVER, at)), OptionalLong.of(7)));
    }

    @Test
    public void aManagerThatTakesARecordOverLeavesAHostThatIsBackConnectedAndItsNewVmsAlone() {
        cloud.database.addVm("web", host.id(), true, 1);
        ReleaseRecord record = open();
        cloud.database.addVm("new", host.id(), true, 1);
        known = releasing(HAState.Available);
        ReleaseRecord after = release.release(record).join();
        assertThat(cloud.calls).isEmpty();
        assertThat(after.report()).contains("web: its host was back before VM HA took it off the host");
    }

    @Test
    public void whatVmHAIsAtWorkForIsAwaitedOnAHostThatIsBackAndSettledWhenItWasRestartedThere() {
        cloud.vmHAWorks = false;
        cloud.database.addVm("web", host.id(), true, 1);
        ReleaseRecord record = release.release(open()).join();
        cloud.database.update("UPDATE host SET status = 'Up' WHERE id = ?", host.id());
        known = releasing(HAState.Available);
        time.advance(Duration.ofMinutes(2));
        record = release.release(record).join();
        assertThat(record.drained()).isFalse();

        cloud.database.update("UPDATE op_ha_work SET step = 'Done'");
        assertThat(outcomes(release.release(record).join())).containsExactly(Outcome.QUEUED);
        assertThat(cloud.calls).filteredOn(call -> call.startsWith("schedule")).hasSize(1);
        assertThat(alerts).isEmpty();
    }

    @Test
    public void fromPowerOnUntilTheHostIsUpNothingIsAskedForAndNothingGivenUp() {
        cloud.database.addVm("web", host.id(), true, 1);
        known = releasing(HAState.Recovering, Order.Step.RETURN);
        ReleaseRecord record = release.release(open()).join();
        assertThat(cloud.calls).isEmpty();
        assertThat(outcomes(record)).containsExactly(Outcome.PENDING);

        known = releasing(HAState.Available);
        cloud.database.update("UPDATE host SET status = 'Disconnected' WHERE id = ?", host.id());
        assertThat(outcomes(release.release(record).join())).containsExactly(Outcome.PENDING);
        assertThat(cloud.calls).isEmpty();

        known = releasing(HAState.Recovering, Order.Step.RELEASE);
        assertThat(outcomes(release.release(record).join())).containsExactly(Outcome.ELSEWHERE);
    }

    @Test
    public void whileACallHangsInCloudStackTheNextOneDoesNotWaitBehindIt() {
        cloud.database.addVm("web", host.id(), true, 1);
        ReleaseRecord record = open();
        List<ReleaseRecord> meanwhile = new ArrayList<>();
        cloud.whileDisconnecting = () -> meanwhile.add(release.release(record).join());
        release.release(record).join();
        assertThat(meanwhile).containsExactly(record);
        assertThat(cloud.calls).filteredOn(call -> call.startsWith("disconnect")).hasSize(1);
    }

    @Test
    public void aReleaseThatMakesNoProgressIsToldOnceAfterFiveMinutes() {
        cloud.database.addVm("web", host.id(), true, 1);
        cloud.deaf.put(host.id(), Integer.MAX_VALUE);
        ReleaseRecord record = release.release(open()).join();
        time.advance(HostRelease.PATIENCE.minusSeconds(1));
        record = release.release(record).join();
        assertThat(alerts).isEmpty();
        for (int i = 0; i < 3; i++) {
            time.advance(Duration.ofMinutes(1));
            record = release.release(record).join();
        }
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).body()).contains("web: waits until CloudStack has the host as Down");
    }

    @Test
    public void aCallThatHangsIsToldAfterFiveMinutesThoughNobodyAsksAgain() {
        cloud.database.addVm("web", host.id(), true, 1);
        cloud.whileDisconnecting = () -> time.advance(HostRelease.PATIENCE);
        release.release(open()).join();
        assertThat(alerts).filteredOn(alert -> alert.subject().contains("still wait for their restart")).hasSize(1);
    }

    @Test
    public void whatVmHADoesNotTakeIsGivenUpInTheEndAndTold() {
        cloud.vmHAWorks = false;
        cloud.database.addVm("web", host.id(), true, 1);
        ReleaseRecord record = open();
        for (int i = 0; i < VmRelease.ATTEMPTS + 1; i++) {
            record = release.release(record).join();
            cloud.database.update("UPDATE op_ha_work SET step = 'Error'");
            time.advance(Duration.ofMinutes(2));
        }
        record = release.release(record).join();
        assertThat(outcomes(record)).containsExactly(Outcome.ABANDONED);
        assertThat(record.vms().get(0).note()).contains("was asked 5 times", "Error");
        release.release(record).join();
        assertThat(alerts).filteredOn(alert -> alert.subject().contains("are not restarted")).hasSize(1)
                .allMatch(alert -> alert.body().contains("web: VM HA was asked 5 times"));
    }

    @Test
    public void vmsThatCanNotStartElsewhereAreNamedAndHoldNothingUp() {
        cloud.vmHAWorks = false;
        cloud.database.addVm("local", host.id(), true, 2);
        ReleaseRecord record = release.release(open()).join();
        assertThat(outcomes(record)).containsExactly(Outcome.ABANDONED);
        assertThat(record.report()).contains("local: its root disk is on the host's local storage");
        assertThat(cloud.calls).noneMatch(call -> call.startsWith("schedule"));
    }

    @Test
    public void withoutVmHAInTheZoneEveryVmIsNamed() {
        cloud.database.update("INSERT INTO data_center_details (dc_id, name, `value`, display) VALUES (1, 'vm.ha.enabled', 'false', 1)");
        settings.reload();
        cloud.database.addVm("web", host.id(), true, 1);
        ReleaseRecord record = release.release(open()).join();
        assertThat(record.report()).contains("web: vm.ha.enabled is false for its zone");
        assertThat(cloud.calls).noneMatch(call -> call.startsWith("schedule"));
    }

    @Test
    public void vmsOfAHostThatWasRemovedMeanwhileAreNotWaitedFor() {
        cloud.database.addVm("web", host.id(), true, 1);
        ReleaseRecord record = open();
        cloud.database.update("UPDATE host SET removed = '2026-01-01 00:00:00' WHERE id = ?", host.id());
        assertThat(release.release(record).join().report()).contains("web: its host was removed");
        assertThat(cloud.calls).isEmpty();
    }

    @Test
    public void aFencedHostEntersMaintenanceOnce() {
        release.enterMaintenance(host).join();
        release.enterMaintenance(host).join();
        assertThat(cloud.calls).containsExactly("maintenance 1");
    }
}
