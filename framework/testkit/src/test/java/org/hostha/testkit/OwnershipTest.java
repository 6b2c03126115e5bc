package org.hostha.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Partition;
import org.hostha.ha.HARow;
import org.hostha.ha.HAState;
import org.hostha.ha.spi.Membership;
import org.hostha.testkit.ManagedCloud.Command;
import org.hostha.testkit.ManagedCloud.Manager;
import org.junit.Test;

/** Several managers share the resources of one database: one owner each, at every moment. */
public class OwnershipTest {

    private static final int HOSTS = 24;
    private static final int TAKE_OVER = 15;

    private final ManagedCloud cloud = new ManagedCloud(HOSTS);
    private final Manager first = cloud.new Manager(1, 100).start();

    @Test
    public void managersShareTheResourcesAndEachIsOwnedOnce() {
        Manager second = cloud.new Manager(2, 100).start();
        Manager third = cloud.new Manager(3, 100).start();
        cloud.pass(30);
        assertThat(cloud.store.rows()).allMatch(row -> row.owner().isPresent());
        for (Manager manager : List.of(first, second, third)) {
            assertThat(cloud.ownedBy(manager.id)).hasSizeBetween(HOSTS / 6, HOSTS / 2);
            for (long host = 1; host <= HOSTS; host++) {
                assertThat(manager.engine.explain(cloud.host(host)).isPresent())
                        .isEqualTo(cloud.ownedBy(manager.id).contains(host));
            }
        }
    }

    @Test
    public void onceSharedOutNothingMovesAndNothingIsWritten() {
        cloud.new Manager(2, 100).start();
        cloud.pass(30);
        List<?> rows = cloud.store.rows();
        cloud.pass(600);
        assertThat(cloud.store.rows()).isEqualTo(rows);
    }

    @Test
    public void aJoiningManagerTakesItsShareButNothingThatIsInvestigatedOrFenced() {
        cloud.pass(30);
        List<Long> share = shareOf(2);
        long suspect = share.get(0);
        long fencing = share.get(1);
        cloud.hang(fencing);
        cloud.passUntil("a host is being fenced", () -> cloud.state(fencing) == HAState.Fencing);
        cloud.hang(suspect);
        cloud.passUntil("another is suspect", () -> cloud.state(suspect) != HAState.Available);
        cloud.new Manager(2, 100).start();
        cloud.passUntil("the second has its share", () -> cloud.ownedBy(2).size() == share.size() - 2
                || cloud.ownedBy(2).contains(suspect) || cloud.ownedBy(2).contains(fencing));
        cloud.pass(60);
        assertThat(cloud.commands).extracting(Command::manager).containsExactly(1L, 1L);
        assertThat(cloud.state(fencing)).isEqualTo(HAState.Fenced);
        assertThat(cloud.state(suspect)).isEqualTo(HAState.Fenced);
        assertThat(cloud.ownedBy(2)).as("what is over moves").containsAll(share);
    }

    @Test
    public void aRowIsClaimedOnceHoweverOftenItIsLookedAtMeanwhile() {
        ManagedCloud slow = new ManagedCloud(HOSTS);
        Manager manager = slow.new Manager(1, 100).withDatabaseLatency(Duration.ofSeconds(3)).start();
        for (int i = 0; i < 60; i++) {
            slow.pass(1);
            manager.engine.refresh();
        }
        assertThat(slow.ownedBy(1)).hasSize(HOSTS);
        assertThat(manager.claimed()).isEqualTo(HOSTS);
    }

    @Test
    public void whatWasSeenOfARowWhileItWasBeingClaimedCounts() {
        ManagedCloud slow = new ManagedCloud(1);
        Manager manager = slow.new Manager(1, 100).withDatabaseLatency(Duration.ofSeconds(3)).start();
        slow.pass(1);
        manager.engine.refresh(slow.host(1));
        slow.pass(2);
        slow.store.turnSwitch(Partition.cluster(1), false);
        for (int i = 0; i < 400; i++) {
            slow.time.advance(Duration.ofMillis(50));
            assertThat(slow.state(1)).as("it was switched off, and that was seen").isEqualTo(HAState.Disabled);
        }
        assertThat(slow.ownedBy(1)).containsExactly(1L);
    }

    @Test
    public void aDeadManagersResourcesAreTakenOverInSeconds() {
        Manager second = cloud.new Manager(2, 100).start();
        cloud.pass(30);
        assertThat(cloud.ownedBy(2)).isNotEmpty();
        second.loop.kill();
        cloud.pass(TAKE_OVER);
        assertThat(cloud.ownedBy(1)).hasSize(HOSTS);
    }

    @Test
    public void whoLeavesInGoodOrderIsFollowedAtOnce() {
        Manager second = cloud.new Manager(2, 100).start();
        cloud.pass(30);
        second.engine.close();
        second.membership.close();
        cloud.pass(4);
        assertThat(cloud.ownedBy(1)).hasSize(HOSTS);
    }

    @Test
    public void theIntentOfADeadManagerIsTakenOverAfterWhatItSentCanNoLongerArrive() {
        Manager second = cloud.new Manager(2, 100).start();
        cloud.pass(30);
        long host = cloud.ownedBy(2).get(0);
        cloud.hang(host);
        onceArmed(second, host, second.loop::kill);
        cloud.passUntil("the other owns it", () -> cloud.ownedBy(1).contains(host));
        MonotonicTime takenOver = cloud.time.now();
        assertThat(cloud.commands).isEmpty();
        cloud.pass(60);
        assertThat(cloud.state(host)).isEqualTo(HAState.Fenced);
        assertThat(cloud.commands).extracting(Command::manager).containsExactly(1L);
        assertThat(cloud.commands.get(0).at().since(takenOver)).isGreaterThan(ManagedCloud.WALL);
        assertThat(cloud.released.get(host)).isEqualTo(1);
    }

    @Test
    public void anOwnerPausedBetweenItsCommitAndItsCommandSendsNothingWhenItWakes() {
        Manager second = cloud.new Manager(2, 100).start();
        cloud.pass(30);
        long host = cloud.ownedBy(2).get(0);
        cloud.hang(host);
        onceArmed(second, host, second.loop::pause);
        cloud.pass(120);
        assertThat(cloud.state(host)).isEqualTo(HAState.Fenced);
        long version = cloud.row(host).version();
        second.loop.resume();
        cloud.time.runUntilIdle();
        assertThat(second.membership.view().hold()).isPresent();
        cloud.pass(60);
        assertThat(cloud.commands).extracting(Command::manager).containsExactly(1L);
        assertThat(cloud.released.get(host)).isEqualTo(1);
        assertThat(cloud.row(host).version()).as("only its owner changes").isEqualTo(version + 1);
    }

    @Test
    public void anOwnerPausedForLessThanTheOthersNoticeArmsNothingBeforeItHasRenewedItsRow() {
        cloud.pass(30);
        cloud.hang(1);
        cloud.passUntil("it is investigated", () -> cloud.row(1).stored().activityChecks() == 1);
        first.loop.pause();
        cloud.pass(6);
        first.loop.resume();
        assertThat(cloud.commands).isEmpty();
        assertThat(cloud.row(1).stored().order()).isEmpty();
        cloud.pass(60);
        assertThat(cloud.state(1)).isEqualTo(HAState.Fenced);
        assertThat(cloud.ownedBy(1)).hasSize(HOSTS);
    }

    @Test
    public void whoIsCutOffFromTheDatabaseSendsNothingAndTheOtherFences() {
        Manager second = cloud.new Manager(2, 100).start();
        cloud.pass(30);
        long host = cloud.ownedBy(2).get(0);
        second.cutOff(true);
        cloud.hang(host);
        cloud.pass(90);
        assertThat(cloud.state(host)).isEqualTo(HAState.Fenced);
        assertThat(cloud.commands).extracting(Command::manager).containsExactly(1L);
        assertThat(cloud.ownedBy(1)).hasSize(HOSTS);
        second.cutOff(false);
        cloud.pass(60);
        assertThat(cloud.ownedBy(2)).isNotEmpty();
        assertThat(cloud.commands).hasSize(1);
    }

    @Test
    public void aDatabaseThatWasAwayForAllMakesNobodyDead() {
        Manager second = cloud.new Manager(2, 100).start();
        cloud.pass(30);
        List<?> rows = cloud.store.rows();
        first.cutOff(true);
        second.cutOff(true);
        cloud.pass(120);
        first.cutOff(false);
        cloud.pass(3);
        second.cutOff(false);
        cloud.pass(60);
        assertThat(cloud.store.rows()).isEqualTo(rows);
    }

    @Test
    public void aNewRunOfAManagerStopsTheOldOneThatWasOnlyPaused() {
        cloud.pass(30);
        first.loop.pause();
        Manager again = cloud.new Manager(1, 200).start();
        cloud.pass(30);
        first.loop.resume();
        cloud.pass(30);
        assertThat(first.membership.view().live()).isEmpty();
        assertThat(first.membership.view().hold()).contains("another process runs as this manager");
        cloud.hang(1);
        cloud.pass(60);
        assertThat(cloud.state(1)).isEqualTo(HAState.Fenced);
        assertThat(again.membership.view().live()).containsExactly(1L);
    }

    /** Does something to a manager when its order is stored and it has not heard so yet. */
    private void onceArmed(Manager manager, long host, Runnable what) {
        manager.afterStoring(() -> {
            if (cloud.row(host).stored().order().isPresent()) {
                manager.afterStoring(() -> { });
                what.run();
            }
        });
        cloud.passUntil("it is armed", () -> cloud.row(host).stored().order().isPresent());
    }

    /** What a manager will own besides the first. */
    private List<Long> shareOf(long manager) {
        Membership.View view = new Membership.View(Set.of(first.id, manager), Optional.empty());
        return cloud.store.rows().stream()
                .filter(row -> view.owner(cloud.host(row.resourceId()).partition()).getAsLong() == manager)
                .map(HARow::resourceId).toList();
    }
}
