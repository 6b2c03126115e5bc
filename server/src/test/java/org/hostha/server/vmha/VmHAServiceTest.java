package org.hostha.server.vmha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.ReleaseRecord.Outcome;
import org.hostha.server.OnDatabase;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Three hosts, of which the first is off; VMs go to the others, each once, whatever happens on the way. */
@Category(OnDatabase.class)
public class VmHAServiceTest extends WithThreeHosts {

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

        service.power().stop(id("i-2-1-VM"));
        service.start();
        service.power().start(id("i-2-2-VM"));

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
