package org.hostha.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.DecisionRecord;
import org.hostha.ha.Directive;
import org.hostha.ha.Directive.Kind;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HARow;
import org.hostha.ha.HAState;
import org.hostha.ha.Order;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.ReleaseRecord.Outcome;
import org.hostha.ha.ReleaseRecord.Vm;
import org.hostha.ha.Stored;
import org.hostha.ha.spi.HAStore;
import org.hostha.ha.spi.HAStore.Answer;
import org.hostha.ha.spi.HAStore.Commit;
import org.hostha.ha.spi.HAStore.Permit;
import org.junit.Before;
import org.junit.Test;

/** What every {@link HAStore} keeps to. A store's test extends this. */
public abstract class HAStoreContract {

    protected static final long OWNER = 11;
    protected static final long OTHER = 22;
    protected static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Answer STORED = new Answer.StoredDurably();
    private static final Answer LOST = new Answer.Lost();

    protected final Resource h1 = host(1);
    protected final Resource h2 = host(2);
    private final Map<Resource, List<Vm>> vms = new HashMap<>();
    private HAStore store;

    /** A store without rows. */
    protected abstract HAStore emptyStore(Clock clock, Function<Resource, List<Vm>> vmsOn) throws Exception;

    /** Changes nothing but the state of the row, as somebody does who doesn't know of us. */
    protected abstract void overwriteState(Resource resource, Optional<HAState> state) throws Exception;

    @Before
    public final void open() throws Exception {
        store = emptyStore(CLOCK, resource -> vms.getOrDefault(resource, List.of()));
    }

    protected final HAStore store() {
        return store;
    }

    @Test
    public void aConfiguredResourceIsDisabledAndSwitchedOff() {
        store.configure(h1, "kvmhaprovider");
        HARow row = store.row(h1).orElseThrow();
        assertThat(row.enabled()).isFalse();
        assertThat(row.provider()).isEqualTo("kvmhaprovider");
        assertThat(row.stored()).isEqualTo(Stored.NEW);
        assertThat(row.owner()).isEmpty();
        assertThat(row.epoch()).isZero();
        assertThat(store.row(h2)).isEmpty();
        assertThat(store.rows()).containsExactly(row);
    }

    @Test
    public void configuringAgainChangesTheProviderAlone() {
        HARow row = claimed(h1);
        store.configure(h1, "simulatorhaprovider");
        assertThat(store.row(h1)).contains(new HARow(row.resourceType(), row.resourceId(), row.enabled(),
                "simulatorhaprovider", row.version(), row.owner(), row.epoch(), row.stored(), row.reason()));
    }

    @Test
    public void aHostAndAVmOfTheSameIdHaveRowsOfTheirOwn() {
        Resource vm = new Resource(PartitionType.VM, 1, "u", "vm", 1, 1, 1);
        store.configure(h1, "a");
        store.configure(vm, "b");
        assertThat(store.row(h1).orElseThrow().provider()).isEqualTo("a");
        assertThat(store.row(vm).orElseThrow().provider()).isEqualTo("b");
        assertThat(store.row(vm).orElseThrow().resourceType()).isEqualTo(PartitionType.VM);
    }

    @Test
    public void theSwitchOfAResourceIsInItsRow() {
        store.configure(h1, "p");
        store.turnSwitch(h1.partition(), true);
        store.turnSwitch(h1.partition(), true);
        assertThat(store.row(h1).orElseThrow().enabled()).isTrue();
        store.turnSwitch(h1.partition(), false);
        assertThat(store.row(h1).orElseThrow().enabled()).isFalse();
    }

    @Test
    public void aResourceWithoutARowHasNoSwitch() {
        assertThatThrownBy(() -> store.turnSwitch(h1.partition(), true)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host 1");
        assertThatThrownBy(() -> store.turnSwitch(Partition.pod(1), true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.switchedOn(h1.partition())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    public void zonesAndClustersAreSwitchedOnUntilTheyAreSwitchedOff() {
        for (Partition partition : List.of(Partition.zone(1), Partition.cluster(1))) {
            assertThat(store.switchedOn(partition)).isTrue();
            store.turnSwitch(partition, false);
            assertThat(store.switchedOn(partition)).isFalse();
            store.turnSwitch(partition, false);
            store.turnSwitch(partition, true);
            assertThat(store.switchedOn(partition)).isTrue();
        }
        store.turnSwitch(Partition.zone(1), false);
        assertThat(store.switchedOn(Partition.zone(2))).isTrue();
        assertThat(store.switchedOn(Partition.cluster(1))).isTrue();
    }

    @Test
    public void aClaimRaisesEpochAndVersion() {
        store.configure(h1, "p");
        HARow seen = store.row(h1).orElseThrow();
        HARow claimed = store.claim(seen, OWNER).orElseThrow();
        assertThat(claimed.owner()).hasValue(OWNER);
        assertThat(claimed.epoch()).isEqualTo(1);
        assertThat(claimed.version()).isGreaterThan(seen.version());
        assertThat(store.row(h1)).contains(claimed);
        assertThat(store.claim(claimed, OTHER).orElseThrow().epoch()).isEqualTo(2);
    }

    @Test
    public void ofTwoClaimsOnTheSameSightOneWins() {
        store.configure(h1, "p");
        HARow seen = store.row(h1).orElseThrow();
        assertThat(store.claim(seen, OWNER)).isPresent();
        assertThat(store.claim(seen, OTHER)).isEmpty();
        assertThat(store.row(h1).orElseThrow().owner()).hasValue(OWNER);
    }

    @Test
    public void manyRowsAreClaimedAtOnceAndOneThatIsLostLeavesTheOthersAlone() {
        Resource vm = new Resource(PartitionType.VM, h1.id(), "vm", "vm", 1, 1, 1);
        List.of(h1, h2, vm).forEach(resource -> store.configure(resource, "p"));
        List<HARow> seen = List.of(store.row(vm).orElseThrow(), store.row(h2).orElseThrow(), store.row(h1).orElseThrow());
        store.claim(seen.get(1), OTHER);
        List<Optional<HARow>> claimed = store.claim(seen, OWNER);
        assertThat(claimed).containsExactly(store.row(vm), Optional.empty(), store.row(h1));
        assertThat(claimed.get(0).orElseThrow().owner()).hasValue(OWNER);
        assertThat(claimed.get(2).orElseThrow().epoch()).isEqualTo(1);
        assertThat(store.row(h2).orElseThrow().owner()).hasValue(OTHER);
        assertThat(store.claim(List.of(), OWNER)).isEmpty();
    }

    @Test
    public void aCommitIsReadBackWhole() {
        HARow row = claimed(h1);
        Stored next = new Stored(Optional.of(HAState.Fencing), 3, 2, 1, 4, true,
                Optional.of(new Order(7, Order.Kind.RECOVER, Order.Step.RELEASE)), OptionalLong.of(7));
        assertThat(store.commit(List.of(commit(h1, row, next)))).containsExactly(STORED);
        HARow stored = store.row(h1).orElseThrow();
        assertThat(stored.stored()).isEqualTo(next);
        assertThat(stored.version()).isEqualTo(row.version() + 1);
        assertThat(stored.reason()).isEqualTo("because");
        assertThat(stored.epoch()).isEqualTo(row.epoch());
        assertThat(store.rows()).containsExactly(stored);

        assertThat(store.commit(List.of(commit(h1, stored, Stored.NEW)))).containsExactly(STORED);
        assertThat(store.row(h1).orElseThrow().stored()).isEqualTo(Stored.NEW);
    }

    @Test
    public void aResourceWithoutAStateIsStoredAsSuch() {
        HARow row = claimed(h1);
        Stored next = new Stored(Optional.empty(), 0, 0, 0, 0, false, Optional.empty(), OptionalLong.empty());
        store.commit(List.of(commit(h1, row, next)));
        assertThat(store.row(h1).orElseThrow().stored().state()).isEmpty();
    }

    @Test
    public void aCommitOnAnOldVersionIsLost() {
        HARow row = claimed(h1);
        store.commit(List.of(commit(h1, row, in(HAState.Available))));
        assertThat(store.commit(List.of(commit(h1, row, in(HAState.Suspect))))).containsExactly(LOST);
        assertThat(store.row(h1).orElseThrow().stored()).isEqualTo(in(HAState.Available));
    }

    @Test
    public void aCommitOfAFormerOwnerIsLost() {
        HARow mine = claimed(h1);
        HARow theirs = store.claim(mine, OTHER).orElseThrow();
        assertThat(store.commit(List.of(commit(h1, mine, in(HAState.Suspect))))).containsExactly(LOST);
        assertThat(store.commit(List.of(new Commit(h1, OWNER, theirs.epoch(), theirs.version(), Optional.empty(),
                List.of(), in(HAState.Suspect), "not my row", false, false)))).containsExactly(LOST);
        assertThat(store.row(h1)).contains(theirs);
    }

    @Test
    public void aCommitOfAnEarlierEpochIsLost() {
        HARow mine = claimed(h1);
        HARow again = store.claim(mine, OWNER).orElseThrow();
        assertThat(store.commit(List.of(new Commit(h1, OWNER, mine.epoch(), again.version(), Optional.empty(),
                List.of(), in(HAState.Suspect), "paused", false, false)))).containsExactly(LOST);
        assertThat(store.row(h1)).contains(again);
    }

    @Test
    public void aCommitOnAnUnownedOrUnknownResourceIsLost() {
        store.configure(h1, "p");
        HARow row = store.row(h1).orElseThrow();
        assertThat(store.commit(List.of(commit(h1, row, in(HAState.Available)),
                commit(h2, row, in(HAState.Available)))))
                .containsExactly(LOST, LOST);
        assertThat(store.row(h2)).isEmpty();
    }

    @Test
    public void aLostCommitLeavesTheOthersOfItsBatchAlone() {
        HARow first = claimed(h1);
        HARow second = claimed(h2);
        HARow third = claimed(host(3));
        vms.put(h2, List.of(vm("a")));
        store.claim(second, OTHER);
        assertThat(store.commit(List.of(commit(host(3), third, in(HAState.Suspect)),
                release(h2, second, 9), commit(h1, first, in(HAState.Checking)))))
                .containsExactly(STORED, LOST, STORED);
        assertThat(store.row(h1).orElseThrow().stored()).isEqualTo(in(HAState.Checking));
        assertThat(store.row(host(3)).orElseThrow().stored()).isEqualTo(in(HAState.Suspect));
        assertThat(store.row(h2).orElseThrow().stored()).isEqualTo(Stored.NEW);
        assertThat(store.decisions(h2, 0, 10)).isEmpty();
        assertThat(store.release(h2, 9).vms()).isEmpty();
    }

    @Test
    public void twoCommitsOfOneCaseInABatchFollowEachOther() {
        HARow row = claimed(h1);
        HARow next = new HARow(row.resourceType(), row.resourceId(), row.enabled(), row.provider(), row.version() + 1,
                row.owner(), row.epoch(), row.stored(), "");
        assertThat(store.commit(List.of(commit(h1, row, in(HAState.Suspect)), commit(h1, row, in(HAState.Degraded)),
                commit(h1, next, in(HAState.Checking))))).containsExactly(STORED, LOST, STORED);
        assertThat(store.row(h1).orElseThrow().stored()).isEqualTo(in(HAState.Checking));
    }

    @Test
    public void nothingToCommitIsFine() {
        assertThat(store.commit(List.of())).isEmpty();
    }

    @Test
    public void armingNeedsAllThreeSwitches() {
        HARow row = claimed(h1);
        assertThat(store.commit(List.of(arming(h1, row))))
                .containsExactly(new Answer.Refused("HA is switched off for host host-1"));
        store.turnSwitch(h1.partition(), true);
        store.turnSwitch(Partition.zone(h1.zoneId()), false);
        assertThat(store.commit(List.of(arming(h1, row))))
                .containsExactly(new Answer.Refused("HA is switched off for zone 100"));
        store.turnSwitch(Partition.zone(h1.zoneId()), true);
        store.turnSwitch(Partition.cluster(h1.clusterId()), false);
        assertThat(store.commit(List.of(arming(h1, row))))
                .containsExactly(new Answer.Refused("HA is switched off for cluster 300"));
        assertThat(store.row(h1).orElseThrow().stored()).isEqualTo(Stored.NEW);
        assertThat(store.decisions(h1, 0, 10)).isEmpty();
        store.turnSwitch(Partition.cluster(h1.clusterId()), true);
        assertThat(store.commit(List.of(arming(h1, row)))).containsExactly(STORED);
    }

    @Test
    public void nothingIsArmedAgainstADirective() {
        HARow row = claimed(h1);
        store.turnSwitch(h1.partition(), true);
        Optional<Partition> cluster = Optional.of(Partition.cluster(h1.clusterId()));
        store.lay(new Directive(Kind.OBSERVE, cluster, Optional.empty(), "alice", "trying it out"));
        assertThat(store.commit(List.of(arming(h1, row))))
                .containsExactly(new Answer.Refused("observe mode (cluster 300, by alice: trying it out)"));
        assertThat(store.lift(Kind.OBSERVE, cluster)).isTrue();
        assertThat(store.lift(Kind.OBSERVE, cluster)).isFalse();

        Directive disarmed = new Directive(Kind.DISARM, Optional.empty(), Optional.empty(), "bob", "");
        store.lay(disarmed);
        assertThat(store.directives()).containsExactly(disarmed);
        assertThat(store.commit(List.of(arming(h1, row))))
                .containsExactly(new Answer.Refused("disarmed (everything, by bob)"));
        store.lift(Kind.DISARM, Optional.empty());

        store.lay(new Directive(Kind.SUSPEND, Optional.of(h2.partition()), Optional.of(HOUR), "bob", "another host"));
        store.lay(new Directive(Kind.CONFIRM, Optional.of(h1.partition()), Optional.empty(), "bob", ""));
        assertThat(store.commit(List.of(arming(h1, row)))).containsExactly(STORED);
    }

    @Test
    public void aDirectiveExpiresAndGivesWayToANewerOneAboutTheSame() {
        Optional<Partition> host = Optional.of(h1.partition());
        store.lay(new Directive(Kind.SUSPEND, host, Optional.of(HOUR), "alice", "firmware"));
        assertThat(store.directives()).singleElement().satisfies(laid -> {
            assertThat(laid.left().orElseThrow()).isBetween(HOUR.minusMinutes(1), HOUR);
            assertThat(laid.covers(h1)).isTrue();
            assertThat(laid.covers(h2)).isFalse();
        });
        store.lay(new Directive(Kind.SUSPEND, host, Optional.of(Duration.ZERO), "bob", "done"));
        assertThat(store.directives()).isEmpty();
    }

    @Test
    public void aRetiredResourceIsDisabledWithoutAnOwnerAndOwesNothing() {
        HARow row = claimed(h1);
        store.turnSwitch(h1.partition(), true);
        assertThat(store.commit(List.of(arming(h1, row)))).containsExactly(STORED);
        HARow armed = store.row(h1).orElseThrow();
        store.retire(h1);
        HARow retired = store.row(h1).orElseThrow();
        assertThat(retired.enabled()).isFalse();
        assertThat(retired.stored()).isEqualTo(Stored.NEW);
        assertThat(retired.owner()).isEmpty();
        assertThat(retired.version()).isGreaterThan(armed.version());
        store.retire(h1);
        assertThat(store.row(h1)).as("once is enough").contains(retired);
        store.retire(h2);
        assertThat(store.row(h2)).isEmpty();
    }

    @Test
    public void aRefusedCommitLeavesTheOthersOfItsBatchAlone() {
        HARow first = claimed(h1);
        HARow second = claimed(h2);
        store.turnSwitch(h2.partition(), true);
        assertThat(store.commit(List.of(arming(h1, first), arming(h2, second)))).satisfiesExactly(
                refused -> assertThat(refused).isInstanceOf(Answer.Refused.class),
                stored -> assertThat(stored).isEqualTo(STORED));
    }

    @Test
    public void armingTooLateIsLostRatherThanRefused() {
        HARow row = claimed(h1);
        store.claim(row, OTHER);
        assertThat(store.commit(List.of(arming(h1, row)))).containsExactly(LOST);
    }

    @Test
    public void aDecisionThatArmsNothingIsStoredWhateverTheSwitches() {
        HARow row = claimed(h1);
        store.turnSwitch(Partition.zone(h1.zoneId()), false);
        assertThat(store.commit(List.of(commit(h1, row, in(HAState.Disabled))))).containsExactly(STORED);
    }

    @Test
    public void openingAReleaseWritesTheVmsDownInOrder() {
        HARow row = claimed(h1);
        List<Vm> there = List.of(vm("router"), vm("b"), vm("a"));
        vms.put(h1, there);
        assertThat(store.commit(List.of(release(h1, row, row.version() + 1)))).containsExactly(STORED);
        vms.put(h1, List.of(vm("late")));
        assertThat(store.release(h1, row.version() + 1)).isEqualTo(new ReleaseRecord(h1, row.version() + 1, there));
        assertThat(store.row(h1).orElseThrow().stored().release()).hasValue(row.version() + 1);
    }

    @Test
    public void whatBecameOfTheVmsIsKept() {
        HARow row = claimed(h1);
        vms.put(h1, List.of(vm("a"), vm("b")));
        store.commit(List.of(release(h1, row, 5)));
        List<Vm> settled = List.of(vm("a"), new Vm("uuid-b", "b", Outcome.ABANDONED, "has a local volume"));
        store.saveRelease(new ReleaseRecord(h1, 5, settled), row.epoch());
        assertThat(store.release(h1, 5).vms()).isEqualTo(settled);
        assertThat(store.lastRelease(h1)).contains(new ReleaseRecord(h1, 5, settled));
        assertThat(store.lastRelease(h2)).isEmpty();
        assertThat(store.release(h1, 5).drained()).isFalse();
    }

    @Test
    public void aSettledVmNeverBecomesPendingAgain() {
        HARow row = claimed(h1);
        vms.put(h1, List.of(vm("a"), vm("b")));
        store.commit(List.of(release(h1, row, 5)));
        Vm queued = new Vm("uuid-a", "a", Outcome.QUEUED, "");
        store.saveRelease(new ReleaseRecord(h1, 5, List.of(queued, vm("b"))), row.epoch());
        Vm waiting = new Vm("uuid-b", "b", Outcome.PENDING, "waits for its router");
        store.saveRelease(new ReleaseRecord(h1, 5, List.of(vm("a"), waiting)), row.epoch());
        assertThat(store.release(h1, 5).vms()).containsExactly(queued, waiting);
    }

    @Test
    public void whoStillWorksOffAnEarlierReleaseLeavesTheNewOneAlone() {
        HARow row = claimed(h1);
        store.commit(List.of(release(h1, row, 5)));
        vms.put(h1, List.of(vm("a")));
        store.commit(List.of(release(h1, store.row(h1).orElseThrow(), 6)));
        assertThat(store.saveRelease(store.release(h1, 5), row.epoch())).isTrue();
        assertThat(store.release(h1, 6).vms()).containsExactly(vm("a"));
    }

    @Test
    public void aFormerOwnersNewsOfAReleaseAreNotStored() {
        HARow row = claimed(h1);
        vms.put(h1, List.of(vm("a")));
        store.commit(List.of(release(h1, row, 5)));
        store.claim(store.row(h1).orElseThrow(), OTHER);
        Vm given = new Vm("uuid-a", "a", Outcome.ABANDONED, "it is gone");
        assertThat(store.saveRelease(new ReleaseRecord(h1, 5, List.of(given)), row.epoch())).isFalse();
        assertThat(store.release(h1, 5).vms()).containsExactly(vm("a"));
    }

    @Test
    public void aStormGuardIsStoredOnTheVersionBeforeIt() {
        assertThat(store.guards()).isEmpty();
        GuardRow closed = GuardRow.unwritten(300).next(true, 5);
        assertThat(store.saveGuard(closed)).isTrue();
        assertThat(store.saveGuard(GuardRow.unwritten(300).next(true, 7))).as("somebody was faster").isFalse();
        assertThat(store.saveGuard(GuardRow.unwritten(GuardRow.ALL_CLUSTERS).next(false, 0))).isTrue();
        assertThat(store.guards()).containsExactlyInAnyOrder(closed, new GuardRow(GuardRow.ALL_CLUSTERS, 1, false, 0));
        assertThat(store.saveGuard(closed.next(false, 5))).isTrue();
        assertThat(store.guards()).contains(new GuardRow(300, 2, false, 5));
    }

    @Test
    public void aClosedStormGuardGivesNoPermit() {
        HARow row = claimed(h1);
        store.turnSwitch(h1.partition(), true);
        GuardRow closed = GuardRow.unwritten(300).next(true, 5);
        store.saveGuard(closed);
        assertThat(store.commit(List.of(arming(h1, row, 10)))).satisfiesExactly(refused(
                "the storm guard of cluster 300 is closed"));
        assertThat(store.commit(List.of(commit(h1, row, in(HAState.Suspect))))).as("what arms nothing needs none")
                .containsExactly(STORED);
        store.saveGuard(closed.next(false, 5));
        assertThat(store.commit(List.of(arming(h1, store.row(h1).orElseThrow(), 10)))).containsExactly(STORED);
    }

    @Test
    public void theGuardOfAllClustersIsAskedAsWell() {
        HARow row = claimed(h1);
        store.turnSwitch(h1.partition(), true);
        store.saveGuard(GuardRow.unwritten(GuardRow.ALL_CLUSTERS).next(true, 9));
        assertThat(store.commit(List.of(arming(h1, row, 10)))).satisfiesExactly(refused(
                "the storm guard of all clusters is closed"));
    }

    @Test
    public void moreThanTheLimitAreNotArmedAtOnceInOneBatchOrInSeveral() {
        HARow first = enabled(h1);
        HARow second = enabled(h2);
        HARow third = enabled(host(3));
        assertThat(store.commit(List.of(arming(h1, first, 2), arming(h2, second, 2), arming(host(3), third, 2))))
                .satisfiesExactly(answer -> assertThat(answer).isEqualTo(STORED),
                        answer -> assertThat(answer).isEqualTo(STORED),
                        refused("all 2 permits of the storm guard of cluster 300 are taken"));
        assertThat(store.commit(List.of(arming(host(3), third, 2)))).satisfiesExactly(refused(
                "all 2 permits of the storm guard of cluster 300 are taken"));
    }

    @Test
    public void whoHoldsAPermitNeedsNoSecondOneAndGivesItBackWhenItIsOver() {
        HARow first = enabled(h1);
        HARow second = enabled(h2);
        assertThat(store.commit(List.of(arming(h1, first, 1)))).containsExactly(STORED);
        assertThat(store.commit(List.of(arming(h1, store.row(h1).orElseThrow(), 1)))).as("tried again")
                .containsExactly(STORED);
        assertThat(store.commit(List.of(commit(h1, store.row(h1).orElseThrow(), in(HAState.Fencing)))))
                .as("still Fencing").containsExactly(STORED);
        assertThat(store.commit(List.of(arming(h2, second, 1)))).satisfiesExactly(refused(
                "all 1 permits of the storm guard of cluster 300 are taken"));
        assertThat(store.commit(List.of(commit(h1, store.row(h1).orElseThrow(), in(HAState.Fenced)))))
                .containsExactly(STORED);
        assertThat(store.commit(List.of(arming(h2, second, 1)))).containsExactly(STORED);
    }

    @Test
    public void aClaimKeepsThePermit() {
        HARow first = enabled(h1);
        HARow second = enabled(h2);
        store.commit(List.of(arming(h1, first, 1)));
        store.claim(store.row(h1).orElseThrow(), OTHER);
        assertThat(store.commit(List.of(arming(h2, second, 1)))).satisfiesExactly(refused(
                "all 1 permits of the storm guard of cluster 300 are taken"));
    }

    @Test
    public void ofManyThatArmAtOnceAsManyAsThereArePermitsSucceed() throws Exception {
        List<Callable<Answer>> managers = new ArrayList<>();
        for (long id = 1; id <= 6; id++) {
            HARow row = enabled(host(id));
            Resource host = host(id);
            managers.add(() -> store.commit(List.of(arming(host, row, 2))).get(0));
        }
        assertThat(atOnce(managers)).filteredOn(STORED::equals).hasSize(2);
    }

    @Test
    public void whatBecameOfAVmThatIsNotOnRecordIsADefect() {
        HARow row = claimed(h1);
        store.commit(List.of(release(h1, row, 5)));
        Vm stranger = new Vm("uuid-x", "x", Outcome.QUEUED, "");
        assertThatThrownBy(() -> store.saveRelease(new ReleaseRecord(h1, 5, List.of(stranger)), row.epoch()))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("defect");
    }

    @Test
    public void aCommitOfAReleaseUnderWayKeepsItsVms() {
        HARow row = claimed(h1);
        vms.put(h1, List.of(vm("a")));
        Commit opening = release(h1, row, 5);
        store.commit(List.of(opening));
        store.commit(List.of(commit(h1, store.row(h1).orElseThrow(), opening.next())));
        assertThat(store.release(h1, 5).vms()).containsExactly(vm("a"));
    }

    @Test
    public void everyDecisionIsOnRecord() {
        HARow row = claimed(h1);
        List<HAEvent> walked = List.of(HAEvent.HealthCheckFailed, HAEvent.PerformActivityCheck);
        store.commit(List.of(new Commit(h1, OWNER, row.epoch(), row.version(), Optional.of(HAState.Available), walked,
                in(HAState.Checking), "agent did not answer", false, false)));
        store.commit(List.of(new Commit(h1, OWNER, row.epoch(), row.version() + 1, Optional.of(HAState.Checking),
                List.of(),
                new Stored(Optional.empty(), 0, 0, 0, 0, false, Optional.empty(), OptionalLong.empty()), "odd", false,
                false)));
        List<DecisionRecord> decisions = store.decisions(h1, 0, 10);
        assertThat(decisions).hasSize(2);
        DecisionRecord first = decisions.get(0);
        assertThat(first).isEqualTo(new DecisionRecord(first.id(), h1.id(), row.version() + 1,
                Optional.of(HAState.Available), Optional.of(HAState.Checking), walked, "agent did not answer",
                CLOCK.instant()));
        assertThat(decisions.get(1).to()).isEmpty();
        assertThat(decisions.get(1).events()).isEmpty();
        assertThat(store.decisions(h1, 0, 1)).containsExactly(first);
        assertThat(store.decisions(h1, first.id(), 10)).containsExactly(decisions.get(1));
        assertThat(store.decisions(h2, 0, 10)).isEmpty();
    }

    @Test
    public void historyIsBoundedToTheNewestTwoHundredDecisions() {
        HARow row = claimed(h1);
        long version = row.version();
        for (int i = 0; i < 450; i++) {
            assertThat(store.commit(List.of(new Commit(h1, OWNER, row.epoch(), version++, Optional.empty(), List.of(),
                    in(HAState.Available), "decision " + i, false, false)))).containsExactly(STORED);
        }
        List<DecisionRecord> decisions = store.decisions(h1, 0, 1000);
        assertThat(decisions).hasSize(200).isSortedAccordingTo((a, b) -> Long.compare(a.id(), b.id()));
        assertThat(decisions.get(0).reason()).isEqualTo("decision 250");
        assertThat(decisions.get(199).reason()).isEqualTo("decision 449");
    }

    @Test
    public void whatSomebodyElseWroteIsReadBackAsItIs() throws Exception {
        HARow row = claimed(h1);
        overwriteState(h1, Optional.of(HAState.Fenced));
        HARow seen = store.row(h1).orElseThrow();
        assertThat(seen.stored().state()).contains(HAState.Fenced);
        assertThat(seen.version()).isEqualTo(row.version());
        overwriteState(h1, Optional.empty());
        assertThat(store.row(h1).orElseThrow().stored().state()).isEmpty();
        assertThat(store.commit(List.of(commit(h1, row, in(HAState.Available))))).containsExactly(STORED);
    }

    @Test
    public void ofManyManagersThatClaimAtOnceOneWinsAndOnlyItCommits() throws Exception {
        store.configure(h1, "p");
        store.turnSwitch(h1.partition(), true);
        for (int round = 0; round < 20; round++) {
            HARow seen = store.row(h1).orElseThrow();
            List<Callable<Boolean>> managers = new ArrayList<>();
            for (long owner = 1; owner <= 4; owner++) {
                long me = owner;
                managers.add(() -> store.claim(seen, me)
                        .map(row -> STORED.equals(store.commit(List.of(new Commit(h1, me,
                        row.epoch(), row.version(), Optional.empty(), List.of(), in(HAState.Fencing), "mine", true,
                        false))).get(0))).orElse(false));
            }
            assertThat(atOnce(managers)).containsOnlyOnce(true);
            assertThat(store.row(h1).orElseThrow().version()).isEqualTo(seen.version() + 2);
        }
    }

    @Test
    public void batchesThatOverlapInAnyOrderStoreEachVersionOnce() throws Exception {
        List<Resource> hosts = List.of(host(1), host(2), host(3), host(4), host(5));
        hosts.forEach(this::claimed);
        for (int round = 0; round < 20; round++) {
            List<Commit> forth = hosts.stream().map(h -> commit(h, store.row(h).orElseThrow(), in(HAState.Available)))
                    .toList();
            List<Commit> back = new ArrayList<>(forth);
            Collections.reverse(back);
            List<List<Answer>> answers = atOnce(List.of(() -> store.commit(forth), () -> store.commit(back),
                    () -> store.commit(forth), () -> store.commit(back)));
            assertThat(answers.stream().flatMap(List::stream).filter(STORED::equals)).hasSize(hosts.size());
        }
    }

    @Test
    public void aSwitchThatIsOffBeforeTheArmingIsNeverOverlooked() throws Exception {
        HARow row = claimed(h1);
        store.turnSwitch(h1.partition(), true);
        for (int round = 0; round < 20; round++) {
            Partition zone = Partition.zone(1000 + round);
            Resource resource = new Resource(PartitionType.Host, 1, "u", "host-1", zone.id(), 1, 300);
            HARow now = store.row(h1).orElseThrow();
            List<Object> outcome = atOnce(List.of(
                    () -> store.commit(List.of(new Commit(resource, OWNER, row.epoch(), now.version(), Optional.empty(),
                            List.of(), in(HAState.Fencing), "arm", true, false))).get(0),
                    () -> {
                        store.turnSwitch(zone, false);
                        return store.row(h1).orElseThrow().version();
                    }));
            boolean armed = outcome.get(0).equals(STORED);
            long versionSeenAfterTheSwitch = (Long) outcome.get(1);
            assertThat(armed && versionSeenAfterTheSwitch == now.version())
                    .as("armed after the switch had been turned off").isFalse();
        }
    }

    protected static Resource host(long id) {
        return new Resource(PartitionType.Host, id, "uuid-" + id, "host-" + id, 100, 200, 300);
    }

    protected static Vm vm(String name) {
        return new Vm("uuid-" + name, name, Outcome.PENDING, "");
    }

    protected final HARow claimed(Resource resource) {
        store.configure(resource, "kvmhaprovider");
        return store.claim(store.row(resource).orElseThrow(), OWNER).orElseThrow();
    }

    protected static Stored in(HAState state) {
        return new Stored(Optional.of(state), 0, 0, 0, 0, false, Optional.empty(), OptionalLong.empty());
    }

    protected static Commit commit(Resource resource, HARow row, Stored next) {
        return new Commit(resource, OWNER, row.epoch(), row.version(), row.stored().state(), List.of(), next, "because",
                false, false);
    }

    private static Commit arming(Resource resource, HARow row) {
        return new Commit(resource, OWNER, row.epoch(), row.version(), row.stored().state(), List.of(),
                in(HAState.Fencing), "arm", true, false);
    }

    /** In a cluster whose guard gives as many permits. */
    private static Commit arming(Resource resource, HARow row, int limit) {
        return new Commit(resource, OWNER, row.epoch(), row.version(), row.stored().state(), List.of(),
                in(HAState.Fencing), "arm", true, false,
                List.of(new Permit(resource.clusterId(), limit), new Permit(GuardRow.ALL_CLUSTERS, 100)));
    }

    private static Consumer<Answer> refused(String reason) {
        return answer -> assertThat(answer).isEqualTo(new Answer.Refused(reason));
    }

    private HARow enabled(Resource resource) {
        HARow row = claimed(resource);
        store.turnSwitch(resource.partition(), true);
        return row;
    }

    private static Commit release(Resource resource, HARow row, long id) {
        Stored next = new Stored(Optional.of(HAState.Fencing), 0, 0, 0, 0, true, Optional.empty(), OptionalLong.of(id));
        return new Commit(resource, OWNER, row.epoch(), row.version(), row.stored().state(), List.of(), next,
                "seen off", false, true);
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> call : threads.invokeAll(calls, 30, TimeUnit.SECONDS)) {
                results.add(call.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
