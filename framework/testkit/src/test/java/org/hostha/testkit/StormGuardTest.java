package org.hostha.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Partition;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HAState;
import org.hostha.testkit.ManagedCloud.Command;
import org.hostha.testkit.ManagedCloud.Manager;
import org.junit.Test;

/** One storm guard for all managers. Twelve hosts in one cluster: six suspects close it. */
public class StormGuardTest {

    private static final int HOSTS = 12;
    private static final int COOL_DOWN = 300;

    private final ManagedCloud cloud = new ManagedCloud(HOSTS);
    private final Manager first = cloud.new Manager(1, 100).start();
    private final Manager second = cloud.new Manager(2, 100).start();

    private void hang(int hosts) {
        cloud.pass(30);
        LongStream.rangeClosed(1, hosts).forEach(cloud::hang);
    }

    private List<GuardRow> closed() {
        return cloud.store.guards().stream().filter(GuardRow::closed).toList();
    }

    @Test
    public void suspectsAreCountedOverAllManagersAndOneAlertIsSent() {
        hang(6);
        assertThat(cloud.ownedBy(1)).isNotEmpty();
        assertThat(cloud.ownedBy(2)).isNotEmpty();
        cloud.pass(COOL_DOWN / 2);
        assertThat(closed()).extracting(GuardRow::scope).containsExactly(1L);
        assertThat(cloud.commands).isEmpty();
        assertThat(cloud.alerts).filteredOn(alert -> alert.startsWith("Storm guard")).hasSize(1);
        for (Manager manager : List.of(first, second)) {
            long own = cloud.ownedBy(manager.id).get(0);
            assertThat(manager.engine.explain(cloud.host(own)).orElseThrow().holds())
                    .anyMatch(hold -> hold.startsWith("storm guard"));
        }
    }

    @Test
    public void fiveOfTwelveAreNoStorm() {
        hang(5);
        cloud.pass(60);
        assertThat(closed()).isEmpty();
        assertThat(cloud.commands).extracting(Command::host).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    public void afterTheCoolDownThoseThatAreStillSilentAreFenced() {
        hang(6);
        cloud.pass(COOL_DOWN + 60);
        assertThat(cloud.commands).extracting(Command::host).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(closed()).isEmpty();
        assertThat(cloud.alerts).filteredOn(alert -> alert.startsWith("Storm guard")).hasSize(1);
    }

    @Test
    public void oneMoreThanWasLetPassClosesItAgain() {
        hang(6);
        cloud.pass(COOL_DOWN / 2);
        cloud.passUntil("the guard has opened", () -> closed().isEmpty());
        cloud.hang(7);
        cloud.passUntil("the guard has closed again", () -> !closed().isEmpty());
        assertThat(closed().get(0).level()).isEqualTo(7);
    }

    @Test
    public void itIsJudgedOneFullCheckIntervalAfterTheFirstSuspect() {
        hang(12);
        cloud.passUntil("there is a suspect", () -> suspects() > 0);
        MonotonicTime first = cloud.time.now();
        cloud.passUntil("there are enough", () -> suspects() >= 6);
        assertThat(closed()).isEmpty();
        cloud.passUntil("it is closed", () -> !closed().isEmpty());
        assertThat(cloud.time.now().since(first)).as("and at most one scan, which tells of the other's suspects")
                .isBetween(Duration.ofMillis(4900), Duration.ofMillis(9500));
        assertThat(cloud.commands).isEmpty();
    }

    private long suspects() {
        return cloud.store.rows().stream().filter(row -> row.stored().state().orElseThrow() != HAState.Available)
                .count();
    }

    @Test
    public void aClosedGuardStaysClosedWhenAllManagersAreRestarted() {
        hang(6);
        cloud.passUntil("the guard is closed", () -> !closed().isEmpty());
        first.loop.kill();
        second.loop.kill();
        cloud.new Manager(1, 200).start();
        cloud.new Manager(2, 200).start();
        cloud.pass(COOL_DOWN - 10);
        assertThat(closed()).hasSize(1);
        assertThat(cloud.commands).isEmpty();
        assertThat(cloud.alerts).filteredOn(alert -> alert.startsWith("Storm guard")).hasSize(1);
        cloud.pass(90);
        assertThat(cloud.commands).hasSize(6);
    }

    @Test
    public void anOperatorOpensItBeforeTheCoolDownIsOver() {
        hang(8);
        cloud.pass(60);
        assertThat(cloud.commands).isEmpty();
        assertThat(cloud.admin.resetStormGuards(Partition.cluster(2), "another")).isZero();
        assertThat(cloud.admin.resetStormGuards(Partition.cluster(1), "the cluster")).isEqualTo(1);
        cloud.pass(60);
        assertThat(cloud.commands).extracting(Command::host).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(cloud.admin.resetStormGuards(Partition.zone(1), "the zone")).isZero();
    }

    @Test
    public void onceAllAreSettledTheGuardForgetsWhatItLetPass() {
        hang(6);
        cloud.pass(COOL_DOWN + 120);
        assertThat(cloud.store.guards()).allMatch(guard -> !guard.closed() && guard.level() == 0);
    }
}
