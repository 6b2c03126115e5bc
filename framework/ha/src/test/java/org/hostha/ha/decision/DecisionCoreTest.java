package org.hostha.ha.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAState;
import org.hostha.ha.Order;
import org.hostha.ha.Stored;
import org.hostha.ha.VmHAStatus;
import org.hostha.oobm.PowerState;
import org.junit.Test;

public class DecisionCoreTest {

    private static final Evidence ALIVE = Evidence.alive("agent", "answered");
    private static final Evidence BUSY = Evidence.alive("2 neighbours", "disk of i-2-3-VM moved");
    private static final Evidence UNKNOWN = Evidence.unknown("neighbours", "none could be asked");

    private static final Input DISARMED = new Input.HoldsChanged(Set.of("disarmed (everything, by bob)"));

    private final CaseStory story = CaseStory.available(1);

    @Test
    public void aHealthyHostWritesNothing() {
        story.pass(5).health(ALIVE);

        assertThat(story.state()).isEqualTo(HAState.Available);
        assertThat(story.last().events()).isEmpty();
        assertThat(story.current().version()).isEqualTo(story.pass(5).health(ALIVE).current().version());
    }

    @Test
    public void theFirstFailedHealthCheckBeginsActivityCheckAndPowerReadingAtOnce() {
        story.pass(5).silent();

        assertThat(story.state()).isEqualTo(HAState.Checking);
        assertThat(story.asked(Effect.CheckActivity.class)).isTrue();
        assertThat(story.asked(Effect.ReadPower.class)).isTrue();
        assertThat(story.asked(Effect.ForceOff.class)).isFalse();
        assertThat(story.stored().custody()).isFalse();
    }

    @Test
    public void healthThatCannotBeFoundOutIsNotAFailureAtOnce() {
        Evidence shed = Evidence.unknown("HA engine", "no room");
        story.pass(5).health(shed).pass(5).health(shed);
        assertThat(story.state()).isEqualTo(HAState.Available);

        story.pass(5).health(shed);
        assertThat(story.state()).isEqualTo(HAState.Checking);
    }

    @Test
    public void aHostThatAnswersAgainWhileCheckedIsAvailableAtOnce() {
        story.pass(5).silent().pass(5).health(ALIVE);

        assertThat(story.state()).isEqualTo(HAState.Available);
        assertThat(story.events()).endsWith(HAEvent.TooFewActivityCheckSamples, HAEvent.HealthCheckPassed);
    }

    @Test
    public void activityMakesASilentHostDegradedAndNothingIsSentToItsBmc() {
        story.pass(5).silent();
        story.activity(BUSY).pass(10).activity(BUSY).pass(10).activity(BUSY);

        assertThat(story.state()).isEqualTo(HAState.Degraded);
        assertThat(story.asked(Effect.ForceOff.class)).isFalse();
    }

    @Test
    public void oneRoundWithActivityAmongThreeSavesTheHost() {
        Evidence dead = Evidence.dead("neighbours", "no disk moved");
        story.pass(5).silent();
        story.activity(dead).pass(10).activity(BUSY).pass(10).activity(dead);

        assertThat(story.state()).isEqualTo(HAState.Degraded);
    }

    @Test
    public void unknownRoundsNeverBecomeAVerdictAndAlertOnce() {
        story.pass(5).silent();
        for (int round = 0; round < 50; round++) {
            story.activity(UNKNOWN).pass(10);
        }

        assertThat(story.state()).isEqualTo(HAState.Checking);
        assertThat(story.asked(Effect.ForceOff.class)).isFalse();
        assertThat(story.count(Effect.SendAlert.class)).isEqualTo(1);
    }

    @Test
    public void aHangEndsInAVerifiedPowerCycleAndTheVmsAreReleasedBeforePowerOn() {
        story.pass(5).silent().threeDeadRounds();
        assertThat(story.state()).isEqualTo(HAState.Recovering);
        assertThat(story.last().arming()).isTrue();

        story.offAccepted();
        assertThat(story.stored().release()).isEmpty();
        story.power(PowerState.Off);
        assertThat(story.stored().release()).as("one reading is no proof").isEmpty();
        story.power(PowerState.Off);
        assertThat(story.last().opensRelease()).isTrue();
        assertThat(story.asked(Effect.PowerOn.class)).isFalse();

        story.drained();
        assertThat(story.asked(Effect.PowerOn.class)).isTrue();
        story.onAccepted().pass(20);
        assertThat(story.state()).isEqualTo(HAState.Recovering);
        story.health(ALIVE);
        assertThat(story.state()).isEqualTo(HAState.Recovered);
        story.pass(10);
        assertThat(story.state()).isEqualTo(HAState.Available);
        assertThat(story.stored().custody()).isFalse();
    }

    @Test
    public void aHostThatDoesNotReturnFromItsPowerCycleIsFenced() {
        story.pass(5).silent().threeDeadRounds();
        story.offAccepted().power(PowerState.Off).power(PowerState.Off).drained().onAccepted();
        story.pass(121);

        assertThat(story.state()).isEqualTo(HAState.Fencing);
        story.offAccepted().power(PowerState.Off).power(PowerState.Off);
        assertThat(story.state()).isEqualTo(HAState.Fenced);
        assertThat(story.asked(Effect.EnterMaintenance.class)).isTrue();
        assertThat(VmHAStatus.of(story.stored())).isEqualTo(VmHAStatus.Down);
    }

    @Test
    public void threeReadingsOfOffFenceWithoutWaitingForActivityAndStillSendForceOff() {
        story.pass(5).silent();
        story.power(PowerState.Off).pass(5).power(PowerState.Off).pass(5).power(PowerState.Off);

        assertThat(story.state()).isEqualTo(HAState.Fencing);
        assertThat(story.asked(Effect.ForceOff.class)).isTrue();
        story.offAccepted().power(PowerState.Off).power(PowerState.Off);
        assertThat(story.state()).isEqualTo(HAState.Fenced);
        story.drained().pass(600);
        assertThat(story.asked(Effect.PowerOn.class)).as("never switched on by us").isFalse();
    }

    @Test
    public void anUnknownReadingBreaksTheRowOfOffs() {
        story.pass(5).silent();
        story.power(PowerState.Off).pass(5).power(PowerState.Unknown).pass(5).power(PowerState.Off).pass(5)
                .power(PowerState.Off);

        assertThat(story.state()).isEqualTo(HAState.Checking);
    }

    @Test
    public void anUnreachableBmcLeavesTheHostFencingWithItsVmsKeptAndOneAlert() {
        story.pass(5).silent().threeDeadRounds();
        story.offUnreachable();
        for (int i = 0; i < 5; i++) {
            story.offUnreachable().pass(301);
        }

        assertThat(story.state()).isEqualTo(HAState.Fencing);
        assertThat(story.stored().release()).isEmpty();
        assertThat(VmHAStatus.of(story.stored())).isEqualTo(VmHAStatus.Disconnected);
        assertThat(story.count(Effect.SendAlert.class)).isEqualTo(1);
        assertThat(story.events()).contains(HAEvent.RetryFencing);
    }

    @Test
    public void anAcceptedForceOffThatLeavesThePowerOnIsNoFence() {
        story.pass(5).silent().threeDeadRounds();
        story.offAccepted();
        for (int i = 0; i < 40 && story.asked(Effect.ReadPower.class); i++) {
            story.power(PowerState.On).pass(1);
        }

        assertThat(story.stored().release()).isEmpty();
        assertThat(story.reason()).doesNotContain("seen off twice");
        assertThat(story.state()).isEqualTo(HAState.Fencing);
    }

    @Test
    public void offThenOnThenOffIsNoProof() {
        story.pass(5).silent().threeDeadRounds();
        story.offAccepted().power(PowerState.Off).power(PowerState.On).pass(1).power(PowerState.Off);

        assertThat(story.stored().release()).isEmpty();
    }

    @Test
    public void aHostThatLivesWhileFencingIsRetriedIsLeftAlone() {
        story.pass(5).silent().threeDeadRounds();
        story.offUnreachable().offUnreachable().silent().pass(5).health(ALIVE);

        assertThat(story.state()).isEqualTo(HAState.Available);
        assertThat(story.stored().custody()).isFalse();
        assertThat(story.stored().order()).isEmpty();
    }

    @Test
    public void aliveThatWasAskedBeforeTheForceOffEndedStopsNothing() {
        story.pass(5).silent().threeDeadRounds();
        story.pass(5).offAccepted().health(ALIVE);

        assertThat(story.state()).isEqualTo(HAState.Recovering);
        story.power(PowerState.Off).power(PowerState.Off);
        assertThat(story.stored().release()).isPresent();
    }

    @Test
    public void aKillSwitchStopsPowerCommandsAndKeepsCustody() {
        story.pass(5).silent().threeDeadRounds();
        story.give(new Input.SwitchTurned(false));

        assertThat(story.state()).isEqualTo(HAState.Disabled);
        assertThat(VmHAStatus.of(story.stored())).isEqualTo(VmHAStatus.Disconnected);
        story.offAccepted().power(PowerState.Off).power(PowerState.Off).drained().pass(600);
        assertThat(story.asked(Effect.PowerOn.class)).isFalse();
        assertThat(story.stored().custody()).as("seen off and released").isFalse();
        assertThat(VmHAStatus.of(story.stored())).isEqualTo(VmHAStatus.NotOurs);
    }

    @Test
    public void whatTheStoreRefusesToArmIsNotDone() {
        story.pass(5).silent();
        Evidence dead = Evidence.dead("neighbours", "no disk moved");
        story.activity(dead).pass(10).activity(dead).pass(10);
        story.giveAndRefuse(story.activityInput(dead), "HA is switched off for cluster 1");

        assertThat(story.state()).isEqualTo(HAState.Suspect);
        assertThat(story.stored().order()).isEmpty();
        assertThat(story.reason()).isEqualTo("held: HA is switched off for cluster 1");
    }

    @Test
    public void aClosedGuardHoldsTheVerdictInSuspectWithTheGuardAsItsReason() {
        story.give(new Input.HoldsChanged(Set.of("storm guard")));
        story.pass(5).silent().threeDeadRounds();

        assertThat(story.state()).isEqualTo(HAState.Suspect);
        assertThat(story.reason()).contains("storm guard");
        assertThat(story.asked(Effect.ForceOff.class)).isFalse();

        story.give(new Input.HoldsChanged(Set.of())).pass(10).threeDeadRounds();
        assertThat(story.state()).isEqualTo(HAState.Recovering);
    }

    @Test
    public void aNewOwnerOfAnArmedFenceWaitsForItsWallThenArmsAnew() {
        CaseStory inherited = CaseStory.found(new Stored(Optional.of(HAState.Fencing), 0, 0, 1, 1, true,
                Optional.of(new Order(7, Order.Kind.FENCE, Order.Step.OFF)), OptionalLong.empty()));
        inherited.silent().pass(30);
        assertThat(inherited.asked(Effect.ForceOff.class)).isFalse();

        inherited.pass(6);
        assertThat(inherited.asked(Effect.ForceOff.class)).isTrue();
        assertThat(inherited.last().events()).containsExactly(HAEvent.RetryFencing);
        inherited.offAccepted().power(PowerState.Off).power(PowerState.Off);
        assertThat(inherited.state()).isEqualTo(HAState.Fenced);
    }

    @Test
    public void aNewOwnerOfAnArmedFenceThatIsHeldReleasesWhatItSeesOffAndFencesWhenNothingHoldsItAnyMore() {
        CaseStory inherited = CaseStory.found(new Stored(Optional.of(HAState.Fencing), 0, 0, 1, 1, true,
                Optional.of(new Order(7, Order.Kind.FENCE, Order.Step.OFF)), OptionalLong.empty()));
        inherited.give(DISARMED).silent().pass(34);
        assertThat(inherited.asked(Effect.ReadPower.class)).as("what was sent may still arrive").isFalse();

        inherited.pass(6);
        assertThat(inherited.count(Effect.SendAlert.class)).isEqualTo(1);
        assertThat(inherited.take(Effect.SendAlert.class).subject()).contains("held half-way");
        inherited.power(PowerState.Off).power(PowerState.Off);
        assertThat(inherited.state()).isEqualTo(HAState.Fencing);
        assertThat(inherited.last().opensRelease()).isTrue();
        inherited.drained().pass(600);
        assertThat(inherited.asked(Effect.ForceOff.class)).isFalse();

        inherited.give(new Input.HoldsChanged(Set.of())).pass(301).offAccepted();
        inherited.power(PowerState.Off).power(PowerState.Off);
        assertThat(inherited.state()).isEqualTo(HAState.Fenced);
    }

    @Test
    public void aNewOwnerOfAPowerOnThatIsHeldSaysOnceThatTheHostIsLeftOff() {
        CaseStory inherited = CaseStory.found(new Stored(Optional.of(HAState.Recovering), 0, 0, 1, 0, true,
                Optional.of(new Order(7, Order.Kind.RECOVER, Order.Step.ON)), OptionalLong.empty()));
        inherited.give(DISARMED).silent().pass(600);

        assertThat(inherited.asked(Effect.PowerOn.class)).isFalse();
        assertThat(inherited.count(Effect.SendAlert.class)).isEqualTo(1);
        assertThat(inherited.take(Effect.SendAlert.class).subject()).contains("left off");
        inherited.give(new Input.HoldsChanged(Set.of())).pass(10);
        assertThat(inherited.asked(Effect.PowerOn.class)).isTrue();
    }

    @Test
    public void anOrderBesideAStateThatSomebodyWroteByHandEndsAndTheHostIsJudgedAnewAfterItsWall() {
        CaseStory inherited = CaseStory.found(new Stored(Optional.of(HAState.Available), 0, 0, 1, 1, true,
                Optional.of(new Order(7, Order.Kind.FENCE, Order.Step.OFF)), OptionalLong.empty()));
        assertThat(inherited.stored().order()).isEmpty();
        inherited.silent().threeDeadRounds();
        assertThat(inherited.asked(Effect.ForceOff.class)).as("what was sent may still arrive").isFalse();
        assertThat(VmHAStatus.of(inherited.stored())).isEqualTo(VmHAStatus.Disconnected);

        inherited.pass(20).threeDeadRounds();
        assertThat(inherited.asked(Effect.ForceOff.class)).isTrue();
    }

    @Test
    public void aNewOwnerOfAnOpenReleaseGoesOnWithIt() {
        CaseStory inherited = CaseStory.found(new Stored(Optional.of(HAState.Fenced), 0, 0, 1, 1, true, Optional.empty(),
                OptionalLong.of(5)));

        assertThat(inherited.take(Effect.ReleaseVms.class).releaseId()).isEqualTo(5);
    }

    @Test
    public void aNewOwnerOfACheckLooksAgain() {
        CaseStory inherited = CaseStory.found(new Stored(Optional.of(HAState.Checking), 2, 2, 0, 0, false, Optional.empty(),
                OptionalLong.empty()));

        assertThat(inherited.state()).isEqualTo(HAState.Checking);
        assertThat(inherited.stored().activityChecks()).isZero();
        assertThat(inherited.asked(Effect.CheckActivity.class)).isTrue();
    }

    @Test
    public void enablingAnIneligibleHostSaysWhy() {
        CaseStory fresh = new CaseStory(CaseStory.policy(1), Stored.NEW);
        fresh.give(new Input.OwnershipGained(true, Eligibility.ineligible("out-of-band management is not configured"), Set.of(),
                CaseStory.seconds(1)));

        assertThat(fresh.state()).isEqualTo(HAState.Ineligible);
        assertThat(fresh.reason()).contains("out-of-band management is not configured");
    }

    @Test
    public void aFencedHostThatReturnsWaitsForAnAdminAndIsThenAvailable() {
        story.pass(5).silent().threeDeadRounds();
        story.offUnreachable().offAccepted().power(PowerState.Off).power(PowerState.Off).drained();
        story.give(new Input.EligibilityChanged(Eligibility.ineligible("in maintenance")));
        assertThat(story.state()).isEqualTo(HAState.Fenced);

        story.silent().pass(5).health(ALIVE);
        assertThat(story.state()).isEqualTo(HAState.Ineligible);
        story.give(new Input.EligibilityChanged(Eligibility.ELIGIBLE));
        assertThat(story.state()).isEqualTo(HAState.Available);
    }

    @Test
    public void anAnswerToAnAttemptThatIsOverMovesNothing() {
        story.pass(5).silent();
        Input late = story.activityInput(Evidence.dead("neighbours", "no disk moved"));
        story.pass(5).health(ALIVE);
        HACase before = story.current();

        assertThat(story.give(late).current().stored()).isEqualTo(before.stored());
    }

    @Test
    public void theSameArgumentsGiveTheSameDecision() {
        story.pass(5).silent();
        Input input = story.powerInput(PowerState.Off);

        assertThat(DecisionCore.decide(story.current(), input, story.policy(), story.now()))
                .isEqualTo(DecisionCore.decide(story.current(), input, story.policy(), story.now()));
    }

    @Test
    public void aDegradedHostThatLosesItsPowerIsFencedAfterOneMoreLookWithoutWaitingForTheDegradedPeriod() {
        degraded();
        readOff(3);
        assertThat(story.state()).isEqualTo(HAState.Checking);
        assertThat(story.reason()).contains("3 readings of Off").contains("seen at work");
        assertThat(story.asked(Effect.ForceOff.class)).isFalse();

        story.activity(UNKNOWN);
        assertThat(story.state()).isEqualTo(HAState.Fencing);
    }

    @Test
    public void aBmcThatSaysOffOfAHostAtWorkGetsItNeitherFencedNorLookedAtAllTheTime() {
        degraded();
        readOff(3);
        for (int round = 0; round < 3; round++) {
            story.activity(BUSY);
            readOff(2);
        }
        assertThat(story.state()).isEqualTo(HAState.Degraded);
        assertThat(story.count(Effect.SendAlert.class)).isEqualTo(1);

        readOff(40);
        assertThat(story.state()).as("until the degraded period is over").isEqualTo(HAState.Degraded);
        assertThat(story.asked(Effect.ForceOff.class)).isFalse();
    }

    @Test
    public void activityBetweenReadingsOfOffBreaksTheirRow() {
        story.pass(5).silent();
        readOff(2);
        story.activity(BUSY);
        readOff(2);
        assertThat(story.asked(Effect.ForceOff.class)).isFalse();

        story.activity(UNKNOWN);
        assertThat(story.asked(Effect.ForceOff.class)).as("two readings are no proof").isFalse();
        readOff(1);
        assertThat(story.state()).isEqualTo(HAState.Fencing);
    }

    @Test
    public void whatWasAtWorkWhenLastLookedAtIsNotDeadWhateverTheRatio() {
        Evidence dead = Evidence.dead("neighbours", "no disk moved");
        story.with(CaseStory.deadAbove(0.5));
        story.pass(5).silent();
        story.activity(dead).pass(10).activity(dead).pass(10).activity(BUSY);

        assertThat(story.state()).isEqualTo(HAState.Degraded);
    }

    @Test
    public void anOperatorsWordAgainstABmcThatSaysOnIsNotBelieved() {
        story.pass(5).silent().power(PowerState.On);
        story.give(new Input.OperatorConfirmed("confirmed off (by alice)"));
        assertThat(story.state()).isEqualTo(HAState.Checking);
        assertThat(story.reason()).isEqualTo("confirmed off (by alice), but its BMC says On: not believed");

        story.pass(5).power(PowerState.Unknown).give(new Input.OperatorConfirmed("confirmed off (by alice)"));
        assertThat(story.state()).isEqualTo(HAState.Fenced);
    }

    @Test
    public void aNewOwnerOfADisabledHostInCustodyTrustsNoOffUntilTheWallOfThePreviousOwnerHasPassed() {
        CaseStory inherited = CaseStory.found(new Stored(Optional.of(HAState.Disabled), 0, 0, 0, 0, true,
                Optional.empty(), OptionalLong.empty()), false);
        assertThat(inherited.pass(34).asked(Effect.ReadPower.class)).isFalse();
        inherited.pass(6).power(PowerState.Off).power(PowerState.Off);
        assertThat(inherited.last().opensRelease()).isTrue();
    }

    @Test
    public void aNewOwnerArmsNothingForAHostInCustodyUntilTheWallOfThePreviousOwnerHasPassed() {
        CaseStory inherited = CaseStory.found(new Stored(Optional.of(HAState.Available), 0, 0, 0, 0, true,
                Optional.empty(), OptionalLong.empty()));
        inherited.health(ALIVE);
        assertThat(inherited.stored().custody()).as("an answer from before what may still arrive").isTrue();
        inherited.pass(5).silent();
        for (int i = 0; i < 5; i++) {
            inherited.power(PowerState.Off).pass(5);
        }
        assertThat(inherited.asked(Effect.ForceOff.class)).isFalse();
        assertThat(inherited.reason()).contains("what a previous owner may have sent can still arrive");
        inherited.pass(10).power(PowerState.Off);
        assertThat(inherited.asked(Effect.ForceOff.class)).isTrue();
    }

    /** At work in three rounds; nothing but silence otherwise. */
    private void degraded() {
        story.pass(5).silent();
        story.activity(BUSY).pass(10).activity(BUSY).pass(10).activity(BUSY);
        assertThat(story.state()).isEqualTo(HAState.Degraded);
    }

    private void readOff(int times) {
        for (int i = 0; i < times; i++) {
            story.power(PowerState.Off).pass(5);
        }
    }

    @Test
    public void aliveThatWasAskedBeforeTheForceOffReturnedDoesNotEndCustodyOfADisabledHost() {
        story.pass(5).silent().threeDeadRounds();
        story.pass(5).give(new Input.SwitchTurned(false)).health(ALIVE);
        assertThat(VmHAStatus.of(story.stored())).isEqualTo(VmHAStatus.Disconnected);

        story.pass(5).offAccepted().health(ALIVE);
        assertThat(VmHAStatus.of(story.stored())).isEqualTo(VmHAStatus.Disconnected);

        story.pass(5).health(ALIVE);
        assertThat(VmHAStatus.of(story.stored())).isEqualTo(VmHAStatus.NotOurs);
    }

    @Test
    public void aNewOwnerOfADisabledHostInCustodyTrustsNoAliveUntilTheWallOfThePreviousOwnerHasPassed() {
        CaseStory inherited = CaseStory.found(new Stored(Optional.of(HAState.Disabled), 0, 0, 0, 0, true,
                Optional.empty(), OptionalLong.empty()), false);
        inherited.health(ALIVE);
        assertThat(inherited.stored().custody()).isTrue();

        inherited.pass(36).health(ALIVE).pass(5);
        assertThat(inherited.stored().custody()).isFalse();
    }

    @Test
    public void aliveThatWasAskedBeforeTheHostWasSeenOffDoesNotMakeAFencedHostReturn() {
        story.pass(5).silent().threeDeadRounds();
        story.offUnreachable().offAccepted().pass(5);
        story.power(PowerState.Off).power(PowerState.Off).drained();
        assertThat(story.state()).isEqualTo(HAState.Fenced);

        story.health(ALIVE);
        assertThat(story.state()).isEqualTo(HAState.Fenced);
    }

    @Test
    public void aReleaseIsPursuedAfterARefusedArmingAlsoWhenTheSwitchStaysOff() {
        story.pass(5).silent().threeDeadRounds();
        story.offAccepted().power(PowerState.Off).power(PowerState.Off);
        story.pass(60).onAccepted();
        long asked = story.count(Effect.ReleaseVms.class);
        story.passRefusing(121, "HA is switched off").give(new Input.SwitchTurned(false)).pass(10);

        assertThat(story.stored().release()).isPresent();
        assertThat(story.count(Effect.ReleaseVms.class)).isGreaterThan(asked);
    }

    @Test
    public void aHostThatLivesAfterTheRetryOfItsOrderWasRefusedIsLeftAlone() {
        story.pass(5).silent().threeDeadRounds();
        story.giveAndRefuse(new Input.CommandReturned(story.take(Effect.ForceOff.class).attempt(), false, false,
                "BMC unreachable"), "HA is switched off");
        story.silent().pass(5).health(ALIVE);

        assertThat(story.state()).isEqualTo(HAState.Available);
    }

    @Test
    public void anActiveHostAboutWhichOneRoundFindsNothingOutIsNotFencedAsUnknown() {
        story.with(CaseStory.fencingUnknownAfter(60)).pass(5).silent();
        for (int round = 0; round < 20; round++) {
            story.activity(BUSY).pass(round % 3 == 2 ? 301 : 10);
        }
        story.activity(UNKNOWN);

        assertThat(story.asked(Effect.ForceOff.class)).isFalse();
        story.pass(61).activity(UNKNOWN);
        assertThat(story.asked(Effect.ForceOff.class)).isTrue();
    }

    @Test
    public void aHostThatCannotBeFencedAlertsAlsoWhenItsSilenceHadAlerted() {
        story.pass(5).silent().pass(61).activity(UNKNOWN).pass(10).threeDeadRounds();
        story.offUnreachable().offUnreachable();

        assertThat(story.state()).isEqualTo(HAState.Fencing);
        assertThat(story.count(Effect.SendAlert.class)).isEqualTo(2);
    }

    @Test
    public void noNewOrderIsMadeWhileACommandFromBeforeTheKillSwitchIsStillUnderWay() {
        story.pass(5).silent().threeDeadRounds();
        story.give(new Input.SwitchTurned(false)).give(new Input.SwitchTurned(true)).pass(5).silent().threeDeadRounds();
        assertThat(story.count(Effect.ForceOff.class)).isEqualTo(1);
        assertThat(story.reason()).contains("has not returned");

        story.offUnreachable().pass(10).threeDeadRounds();
        assertThat(story.count(Effect.ForceOff.class)).isEqualTo(1);
        assertThat(story.state()).isEqualTo(HAState.Recovering);
    }

    @Test
    public void anOperatorsWordFencesAHostWhoseBmcIsSilent() {
        story.pass(5).silent().threeDeadRounds().offUnreachable();
        story.pass(0).give(new Input.OperatorConfirmed("confirmed off (host 7, by alice: pulled its plugs)"));

        assertThat(story.state()).isEqualTo(HAState.Fenced);
        assertThat(story.last().opensRelease()).isTrue();
        assertThat(story.last().arming()).isFalse();
        assertThat(story.reason()).contains("by alice: pulled its plugs").contains("its VMs are released");
        story.drained();
        assertThat(story.stored().custody()).isFalse();
    }

    @Test
    public void anOperatorsWordNeedsNoInvestigationAndNoOpenGuard() {
        story.pass(5).silent().give(new Input.HoldsChanged(Set.of("storm guard")));
        story.give(new Input.OperatorConfirmed("confirmed off"));

        assertThat(story.state()).isEqualTo(HAState.Fenced);
        assertThat(story.stored().order()).isEmpty();
        assertThat(story.asked(Effect.ForceOff.class)).isFalse();
        assertThat(story.asked(Effect.ReleaseVms.class)).isTrue();
    }

    @Test
    public void anOperatorsWordEndsAPowerCycleThatIsNotSwitchedOnAgain() {
        story.pass(5).silent().threeDeadRounds();
        assertThat(story.state()).isEqualTo(HAState.Recovering);
        story.give(new Input.OperatorConfirmed("confirmed off")).drained().pass(600);

        assertThat(story.state()).isEqualTo(HAState.Fenced);
        assertThat(story.asked(Effect.PowerOn.class)).isFalse();
    }

    @Test
    public void anOperatorsWordAboutAHealthyHostMovesNothing() {
        story.pass(5).health(ALIVE).give(new Input.OperatorConfirmed("confirmed off"));

        assertThat(story.state()).isEqualTo(HAState.Available);
        assertThat(story.last().opensRelease()).isFalse();
    }

    @Test
    public void anOperatorsWordReleasesAHostThatWasSwitchedOffHalfFenced() {
        story.pass(5).silent().threeDeadRounds().give(new Input.SwitchTurned(false));
        assertThat(story.stored().custody()).isTrue();
        story.give(new Input.OperatorConfirmed("confirmed off"));

        assertThat(story.state()).isEqualTo(HAState.Disabled);
        assertThat(story.last().opensRelease()).isTrue();
        story.drained();
        assertThat(story.stored().custody()).isFalse();
    }

    @Test
    public void aGuardThatClosesBetweenOffAndOnLeavesTheHostOffAndSaysSoOnce() {
        story.pass(5).silent().threeDeadRounds().offAccepted().power(PowerState.Off).power(PowerState.Off);
        story.give(DISARMED).drained();

        assertThat(story.reason()).isEqualTo("left off, held: disarmed (everything, by bob)");
        story.pass(600);
        assertThat(story.asked(Effect.PowerOn.class)).isFalse();
        assertThat(story.count(Effect.SendAlert.class)).isEqualTo(1);
        story.give(new Input.HoldsChanged(Set.of())).pass(600);
        assertThat(story.asked(Effect.PowerOn.class)).isTrue();
    }

    @Test
    public void anOperatorsWordAgainstActivityThatWasSeenWaitsForANewerLook() {
        story.pass(5).silent();
        story.activity(BUSY).pass(10).activity(BUSY).pass(10).activity(BUSY);
        assertThat(story.state()).isEqualTo(HAState.Degraded);
        Input word = new Input.OperatorConfirmed("confirmed off");

        story.give(word);
        assertThat(story.state()).isEqualTo(HAState.Checking);
        assertThat(story.reason()).contains("seen at work");
        assertThat(story.last().opensRelease()).isFalse();
        story.activity(UNKNOWN).give(word);
        assertThat(story.state()).isEqualTo(HAState.Fenced);
    }

    @Test
    public void aPowerLossThatIsHeldIsRecordedOnceWithWhatWouldHaveBeenDone() {
        story.give(new Input.HoldsChanged(Set.of("observe mode (cluster 1, by alice)"))).pass(5).silent();
        long stored = 0;
        for (int i = 0; i < 10; i++) {
            HACase before = story.current();
            story.power(PowerState.Off);
            stored += story.last().mustBeStored(before) ? 1 : 0;
            if (i == 2) {
                assertThat(story.reason()).startsWith("held: observe mode (cluster 1, by alice); would have acted: 3 readings");
                assertThat(story.state()).isEqualTo(HAState.Suspect);
            }
            story.pass(5);
        }

        assertThat(stored).isEqualTo(1);
        assertThat(story.asked(Effect.ForceOff.class)).isFalse();
        story.give(new Input.HoldsChanged(Set.of())).power(PowerState.Off);
        assertThat(story.asked(Effect.ForceOff.class)).as("as soon as nothing holds it").isTrue();
    }

    @Test
    public void aSilentHostThatIsHeldRaisesNoAlertUntilNothingHoldsIt() {
        story.give(new Input.HoldsChanged(Set.of("suspended (host 300, by bob: firmware)"))).pass(5).silent();
        for (int round = 0; round < 20; round++) {
            story.activity(UNKNOWN).pass(10);
        }
        assertThat(story.asked(Effect.SendAlert.class)).isFalse();

        story.give(new Input.HoldsChanged(Set.of())).activity(UNKNOWN);
        assertThat(story.count(Effect.SendAlert.class)).isEqualTo(1);
    }

    @Test
    public void aFenceThatIsDisarmedHalfWayIsSeenThroughAndItsVmsAreReleased() {
        story.pass(5).silent().threeDeadRounds().offUnreachable();
        assertThat(story.state()).isEqualTo(HAState.Fencing);
        story.give(DISARMED).offAccepted();
        story.power(PowerState.Off).power(PowerState.Off);

        assertThat(story.state()).isEqualTo(HAState.Fenced);
        assertThat(story.last().opensRelease()).isTrue();
    }

    @Test
    public void aHostThatIsDisarmedBetweenTwoTriesIsReleasedWhenSeenOffAndFencedOnlyAfterAForceOff() {
        story.pass(5).silent().threeDeadRounds().offUnreachable();
        story.give(DISARMED).offUnreachable().pass(5);
        assertThat(story.count(Effect.SendAlert.class)).isEqualTo(1);
        story.power(PowerState.On).pass(5).power(PowerState.Off).power(PowerState.Off);

        assertThat(story.state()).isEqualTo(HAState.Fencing);
        assertThat(VmHAStatus.of(story.stored())).isEqualTo(VmHAStatus.Down);
        long release = story.stored().release().orElseThrow();
        story.drained();
        for (int i = 0; i < 5; i++) {
            story.pass(5).power(PowerState.Off);
        }
        assertThat(story.stored().release()).as("released once, not again after release " + release).isEmpty();
        assertThat(story.asked(Effect.ForceOff.class)).isFalse();

        story.give(new Input.HoldsChanged(Set.of())).pass(301).offAccepted();
        story.power(PowerState.Off).power(PowerState.Off);
        assertThat(story.state()).isEqualTo(HAState.Fenced);
    }

    @Test
    public void aRecoveryThatFailsWhileItIsHeldIsToldOnce() {
        story.pass(5).silent().threeDeadRounds();
        story.give(DISARMED).offUnreachable().pass(600);

        assertThat(story.state()).isEqualTo(HAState.Recovering);
        assertThat(story.count(Effect.SendAlert.class)).isEqualTo(1);
        assertThat(story.take(Effect.SendAlert.class).subject()).contains("held half-way");
        story.give(new Input.HoldsChanged(Set.of())).pass(301);
        assertThat(story.state()).isEqualTo(HAState.Fencing);
    }

    @Test
    public void aHostThatDoesNotReturnFromItsPowerCycleWhileItIsHeldIsToldOnce() {
        story.pass(5).silent().threeDeadRounds();
        story.offAccepted().power(PowerState.Off).power(PowerState.Off).drained().onAccepted();
        story.give(DISARMED).pass(600);

        assertThat(story.state()).isEqualTo(HAState.Recovering);
        assertThat(story.count(Effect.SendAlert.class)).isEqualTo(1);
        assertThat(story.take(Effect.SendAlert.class).body()).contains("did not come back");
    }

    @Test
    public void aHeldHostThatReturnsIsAvailableAgain() {
        story.pass(5).silent().threeDeadRounds().offUnreachable();
        story.give(DISARMED).offUnreachable();
        story.silent().pass(5).health(ALIVE);

        assertThat(story.state()).isEqualTo(HAState.Available);
        assertThat(story.stored().custody()).isFalse();
    }

    @Test
    public void aBmcInFirmwareUpdateProvesNothingAndTheHostIsJudgedByItsStorage() {
        story.pass(5).silent();
        for (int i = 0; i < 5; i++) {
            story.power(PowerState.Unknown).pass(5);
        }
        assertThat(story.asked(Effect.ForceOff.class)).isFalse();
        story.threeDeadRounds();
        assertThat(story.state()).isEqualTo(HAState.Recovering);
        story.offUnreachable();
        assertThat(story.state()).isEqualTo(HAState.Fencing);
        assertThat(story.stored().release()).isEmpty();
    }
}
