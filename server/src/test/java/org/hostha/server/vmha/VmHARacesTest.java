package org.hostha.server.vmha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hostha.core.Resource;
import org.hostha.server.OnDatabase;
import org.hostha.server.inventory.Inventory;
import org.hostha.server.inventory.ResourceStates;
import org.junit.Before;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Admins, users, VM HA and the engine are at the same VM or host at once: none undoes what another one has done. */
@Category(OnDatabase.class)
public class VmHARacesTest extends WithThreeHosts {

    private static final String VM = "i-2-1-VM";

    private VmTable vms;
    private RestartQueue queue;
    private ResourceStates states;

    @Before
    public void openTheTables() {
        vms = new VmTable(database);
        queue = new RestartQueue(database, 1);
        states = new ResourceStates(database, inventory);
    }

    private VmRow row() {
        return vms.byId(id(VM)).orElseThrow();
    }

    private RestartQueue.Entry entry() {
        return queue.due().get(0);
    }

    /** Deletes the first host, as an admin does once it has been fenced and its VMs are released. */
    private void deleteTheDeadHost() {
        service.vmHA().release(record()).join();
        service.vmHA().enterMaintenance(kvm(1)).join();
        states.delete(kvm(1).id(), false);
    }

    @Test
    public void aVmIsRestartedThoughItsDeadHostHasBeenDeletedMeanwhile() {
        states.enable(kvm(2).id(), false);
        states.enable(kvm(3).id(), false);
        deleteTheDeadHost();

        service.start();

        eventually(() -> assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.resource().name()).isEqualTo(VM);
            assertThat(alert.body()).startsWith("It was on a host that is deleted.");
        }));
        states.enable(kvm(2).id(), true);
        eventually(() -> assertThat(vm(VM)).isEqualTo("Running on kvm-02"));
    }

    @Test
    public void aUserStartsAVmWhoseLastHostHasBeenDeleted() {
        deleteTheDeadHost();

        service.power().start(id("i-2-2-VM"));

        assertThat(vm("i-2-2-VM")).isEqualTo("Running on kvm-02");
    }

    @Test
    public void aHostThatAnotherManagerHasTakenOutOfServiceTakesNoVms() {
        new ResourceStates(database, new Inventory(database)).enterMaintenance(kvm(2).id());
        assertThat(inventory.host(kvm(2).id()).orElseThrow().enabled()).as("as this manager knows it").isTrue();
        service.vmHA().release(record()).join();
        assertThatThrownBy(() -> service.power().start(id("i-2-2-VM"))).hasMessageContaining("or the host, was changed");

        service.start();
        await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> vm(VM).equals("Stopped on null"));
        inventory.reload();

        eventually(() -> assertThat(vm(VM)).isEqualTo("Running on kvm-03"));
        assertThat(second.orders()).isEmpty();
    }

    @Test
    public void aHostThatAVmIsJustBeingBoundToEntersNoMaintenance() {
        service.vmHA().release(record()).join();
        CompletableFuture<Void> entering = database.transactions().execute(transaction -> {
            assertThat(vms.starting(row(), kvm(2).id())).isPresent();
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> states.enterMaintenance(kvm(2).id()));
            assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            return waiting;
        });

        assertThatThrownBy(entering::join).hasMessageContaining("while it has 1 VMs");
        assertThat(inventory.host(kvm(2).id()).orElseThrow().enabled()).isTrue();
    }

    @Test
    public void aVmBoundToAHostThatIsNotUpAnyMoreIsFreedAgain() {
        service.vmHA().release(record()).join();
        Resource chosen = kvm(2);

        database.transactions().executeWithoutResult(transaction -> {
            database.jdbc().sql("SELECT id FROM host WHERE id = ? FOR UPDATE").param(chosen.id()).query(Long.class).single();
            service.start();
            await().atMost(PATIENCE).until(() -> CompletableFuture.supplyAsync(() -> database.jdbc().sql(
                    "SELECT step FROM op_ha_work").query(String.class).single()).join().equals("Restarting"));
            database.jdbc().sql("INSERT INTO ha_config (id, resource_id, resource_type, enabled, ha_state, provider)"
                    + " VALUES (2, ?, 'Host', 1, 'Fencing', 'kvmhaprovider')").param(chosen.id()).update();
        });

        eventually(() -> assertThat(vm(VM)).isEqualTo("Running on kvm-03"));
        assertThat(second.orders()).isEmpty();
    }

    @Test
    public void aRestartThatAUserGaveUpIsNotReopenedByWhoWasAtIt() {
        service.vmHA().release(record()).join();
        RestartQueue.Entry begun = entry();
        service.power().stop(id(VM));

        assertThat(queue.step(begun, "Scheduled")).isFalse();
        assertThat(owed()).isZero();
    }

    @Test
    public void aRestartThatIsOwedAnewIsNotEndedByWhoFinishedTheOneBefore() {
        service.vmHA().release(record()).join();
        RestartQueue.Entry before = entry();
        VmRow bound = vms.starting(row(), kvm(2).id()).orElseThrow();
        assertThat(vms.stopped(bound)).isTrue();
        queue.add(bound, kvm(2).id());

        assertThat(queue.step(before, "Done")).isFalse();
        queue.retryIn(before, Duration.ofHours(1));
        assertThat(entry().deadHost()).isEqualTo(kvm(2).id());
    }

    @Test
    public void aStopThatCameTooLateLeavesTheRestartOwed() {
        service.vmHA().release(record()).join();
        VmRow seen = row();
        assertThat(vms.stays(seen)).isTrue();

        assertThatThrownBy(() -> service.power().stop(seen)).hasMessageContaining("was changed by somebody else");
        assertThat(owed()).isEqualTo(1);
    }

    @Test
    public void onlyVmHaStartsAVmThatItOwesARestart() {
        CountDownLatch answer = new CountDownLatch(1);
        second.beforeStart(() -> waitFor(answer));
        service.vmHA().release(record()).join();
        assertThatThrownBy(() -> service.power().start(id(VM))).hasMessageContaining("is being restarted by VM HA");

        service.start();
        eventually(() -> assertThat(vm(VM)).isEqualTo("Starting on kvm-02"));
        assertThatThrownBy(() -> service.power().start(id(VM))).hasMessageContaining("is being restarted by VM HA");
        answer.countDown();

        eventually(() -> assertThat(vm(VM)).isEqualTo("Running on kvm-02"));
        assertThatCode(() -> service.power().start(id(VM))).doesNotThrowAnyException();
        assertThat(second.orders()).containsExactly("start " + VM);
    }

    @Test
    public void oneCallAtATimeStartsOrStopsAVm() {
        CountDownLatch answer = new CountDownLatch(1);
        second.beforeStart(() -> waitFor(answer));
        service.vmHA().release(record()).join();
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> service.power().start(id("i-2-2-VM")));
        eventually(() -> assertThat(vm("i-2-2-VM")).isEqualTo("Starting on kvm-02"));

        assertThatThrownBy(() -> service.power().start(id("i-2-2-VM"))).hasMessageContaining("by another call");
        answer.countDown();

        first.join();
        assertThat(vm("i-2-2-VM")).isEqualTo("Running on kvm-02");
    }

    @Test
    public void aHostIsAbandonedWithAVmThatWasChangedMeanwhile() {
        CompletableFuture<List<String>> left = database.transactions().execute(transaction -> {
            assertThat(vms.stays(row())).isTrue();
            CompletableFuture<List<String>> abandoning =
                    CompletableFuture.supplyAsync(() -> service.restartElsewhere(kvm(1)));
            assertThatThrownBy(() -> abandoning.get(500, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            return abandoning;
        });

        assertThat(left.join()).isEmpty();
        assertThat(vm(VM)).isEqualTo("Stopped on null");
        assertThat(owed()).isEqualTo(1);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
