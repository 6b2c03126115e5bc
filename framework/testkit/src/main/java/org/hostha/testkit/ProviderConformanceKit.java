package org.hostha.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HAState;
import org.hostha.ha.Verdict;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.PowerSwitch.Purpose;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * What every HA provider must do, whoever wrote it. Extend it, say how to make a {@link SimulatedCloud} around the provider,
 * and run it with JUnit 4. The last tests have the real engine drive it.
 */
public abstract class ProviderConformanceKit {

    private static final Duration PLENTY = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(2);
    /** How late an answer may be after its deadline before the deadline counts as missed. */
    private static final Duration SLACK = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofMillis(20);

    private SimulatedCloud cloud;
    private HAProvider provider;
    private Resource resource;
    private Resource other;

    /** A cloud of its own; the kit closes it. */
    protected abstract SimulatedCloud newCloud() throws Exception;

    @Before
    public final void setUpKit() throws Exception {
        cloud = newCloud();
        provider = cloud.provider();
        resource = cloud.resources().get(0);
        other = cloud.resources().get(1);
    }

    @After
    public final void tearDownKit() {
        if (cloud != null) {
            cloud.close();
        }
    }

    @Test
    public void itSaysWhatItLooksAfter() {
        assertThat(provider.name()).matches("[A-Za-z0-9]+");
        assertThat(provider.resourceType()).isIn(PartitionType.Host, PartitionType.VM);
        assertThat(provider.resourceSubType()).isNotBlank();
        assertThat(cloud.resources()).hasSizeGreaterThanOrEqualTo(2)
                .allMatch(each -> each.type() == provider.resourceType());
    }

    @Test
    public void itsPolicyIsSensibleAndTheSameAsLongAsNothingIsSet() {
        HAPolicy policy = provider.policy(resource);
        assertThat(List.of(policy.healthTimeout(), policy.activityTimeout(), policy.recoverTimeout(), policy.fenceTimeout(),
                policy.fenceRetry(), policy.powerTimeout())).allMatch(timeout -> !timeout.isZero() && !timeout.isNegative());
        assertThat(policy.fenceRetryMax()).isGreaterThanOrEqualTo(policy.fenceRetry());
        assertThat(provider.policy(resource)).isEqualTo(policy);
    }

    @Test
    public void aResourceInServiceIsEligibleAndAliveAndOn() {
        assertThat(provider.eligibility(resource).eligible()).as(provider.eligibility(resource).reason()).isTrue();
        assertThat(health(resource).verdict()).isEqualTo(Verdict.ALIVE);
        assertThat(readPower(resource).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void aDeadResourceIsSilentAndInTheEndFoundDead() {
        round(resource);
        cloud.die(resource);
        assertThat(health(resource).verdict()).isEqualTo(Verdict.DEAD);
        List<Verdict> seen = rounds(resource);
        assertThat(seen).as("a round that comes after it, and all that follow").endsWith(Verdict.DEAD);
        assertThat(seen.subList(1, seen.size())).doesNotContain(Verdict.ALIVE);
        assertThat(health(other).verdict()).as("the other one").isEqualTo(Verdict.ALIVE);
    }

    @Test
    public void aResourceThatOnlyLostItsManagementIsNeverFoundDead() {
        cloud.loseManagement(resource);
        assertThat(health(resource).verdict()).isEqualTo(Verdict.DEAD);
        assertThat(rounds(resource)).doesNotContain(Verdict.DEAD).endsWith(Verdict.ALIVE);
    }

    @Test
    public void whereNothingCanBeLookedAtNothingIsFoundOut() {
        assumeTrue("there is always something to look at", cloud.blind());
        cloud.die(resource);
        assertThat(rounds(resource)).containsOnly(Verdict.UNKNOWN);
    }

    @Test
    public void evidenceSaysWhoWasAskedAndWhatWasSeen() {
        for (Evidence evidence : List.of(health(resource), round(resource))) {
            assertThat(evidence.source()).isNotBlank();
            assertThat(evidence.reason()).isNotBlank();
        }
    }

    @Test
    public void powerThatWasChangedBehindItsBackIsSeen() {
        readPower(resource);
        cloud.setOn(resource, false);
        assertThat(readPower(resource).state()).isEqualTo(PowerState.Off);
        cloud.setOn(resource, true);
        assertThat(readPower(resource).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void forceOffTakesThePowerOfThisResourceAlone() {
        await(provider.forceOff(resource, Purpose.FENCE, PLENTY));
        passUntil(() -> !cloud.isOn(resource));
        assertThat(readPower(resource).state()).isEqualTo(PowerState.Off);
        assertThat(cloud.isOn(other)).isTrue();
    }

    @Test
    public void forceOffOfWhatIsOffSucceeds() {
        cloud.setOn(resource, false);
        await(provider.forceOff(resource, Purpose.FENCE, PLENTY));
        assertThat(cloud.isOn(resource)).isFalse();
    }

    @Test
    public void aRecoveryTurnsThePowerOffAndOn() {
        await(provider.forceOff(resource, Purpose.RECOVER, PLENTY));
        passUntil(() -> !cloud.isOn(resource));
        await(provider.powerOn(resource, Purpose.RECOVER, PLENTY));
        passUntil(() -> cloud.isOn(resource));
    }

    @Test
    public void whatHangsEndsAtItsDeadlineAndProvesNothing() {
        assumeTrue("nothing of it can hang", cloud.freeze());
        Verdict health = inTime(provider.checkHealth(resource, SHORT).thenApply(Evidence::verdict), Verdict.UNKNOWN);
        Verdict activity = inTime(provider.checkActivity(resource, SHORT).thenApply(Evidence::verdict), Verdict.UNKNOWN);
        PowerState power = inTime(provider.readPower(resource, true, SHORT).thenApply(PowerReading::state),
                PowerState.Unknown);
        String command = inTime(provider.forceOff(resource, Purpose.FENCE, SHORT), "failed");
        assertThat(health).isNotEqualTo(Verdict.ALIVE);
        assertThat(activity).isEqualTo(Verdict.UNKNOWN);
        assertThat(power).isEqualTo(PowerState.Unknown);
        assertThat(command).as("a command without an answer").isEqualTo("failed");
    }

    @Test
    public void noCallWaitsForItsAnswer() {
        assumeTrue("nothing of it can hang", cloud.freeze());
        CompletableFuture<?> health = provider.checkHealth(resource, PLENTY);
        CompletableFuture<?> activity = provider.checkActivity(resource, PLENTY);
        CompletableFuture<?> power = provider.readPower(other, false, PLENTY);
        CompletableFuture<?> command = provider.forceOff(resource, Purpose.FENCE, PLENTY);
        assertThat(List.of(health, power, command)).as("what was waited for is over").noneMatch(CompletableFuture::isDone);
        List.of(health, activity, power, command).forEach(each -> each.cancel(true));
    }

    @Test
    public void aCommandThatWasCancelledIsNotCarriedOutLater() {
        assumeTrue("nothing of it can hang", cloud.freeze());
        CompletableFuture<String> command = provider.forceOff(resource, Purpose.FENCE, PLENTY);
        cloud.pass(STEP);
        command.cancel(true);
        cloud.pass(SHORT);
        cloud.thaw();
        cloud.pass(SHORT);
        assertThat(cloud.commands(resource)).isEmpty();
        assertThat(cloud.isOn(resource)).isTrue();
    }

    @Test
    public void nothingLeavesAfterTheWall() {
        for (Duration passed : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            CompletableFuture<String> command = provider.forceOff(resource, Purpose.FENCE, passed);
            passUntil(command::isDone);
            assertThat(command).isCompletedExceptionally();
        }
        cloud.pass(SHORT);
        assertThat(cloud.commands(resource)).isEmpty();
        assertThat(cloud.isOn(resource)).isTrue();
    }

    @Test
    public void theEngineFencesADeadResourceWithinItsTimeBudgetAndReleasesItsWorkloadsOnce() {
        try (EngineOnACloud engine = new EngineOnACloud(cloud)) {
            passUntil(() -> cloud.resources().stream().allMatch(each -> engine.state(each) == HAState.Available));
            cloud.die(resource);
            passUntil(() -> engine.state(resource) == HAState.Fenced && !engine.released(resource).isEmpty(),
                    provider.policy(resource).timeBudget().plus(PLENTY));
            assertThat(cloud.isOn(resource)).isFalse();
            assertThat(engine.released(resource)).as("released while it was off").isNotEmpty().doesNotContain(true);
            assertThat(cloud.commands(other)).isEmpty();
        }
    }

    @Test
    public void theEngineTouchesNoResourceThatOnlyLostItsManagement() {
        try (EngineOnACloud engine = new EngineOnACloud(cloud)) {
            passUntil(() -> cloud.resources().stream().allMatch(each -> engine.state(each) == HAState.Available));
            cloud.loseManagement(resource);
            passUntil(() -> engine.state(resource) == HAState.Degraded, provider.policy(resource).timeBudget().plus(PLENTY));
            cloud.pass(SHORT);
            assertThat(cloud.commands(resource)).isEmpty();
            assertThat(engine.released(resource)).isEmpty();
        }
    }

    private Evidence health(Resource of) {
        return await(provider.checkHealth(of, provider.policy(of).healthTimeout()));
    }

    private Evidence round(Resource of) {
        return await(provider.checkActivity(of, provider.policy(of).activityTimeout()));
    }

    /** As many rounds of investigation as the policy's time budget has room for, as far apart as it says. */
    private List<Verdict> rounds(Resource of) {
        HAPolicy policy = provider.policy(of);
        Duration pause = policy.activityInterval().isZero() ? STEP : policy.activityInterval();
        long many = policy.activityChecks() + 1 + policy.evidenceWindow().dividedBy(pause) + 1;
        List<Verdict> verdicts = new ArrayList<>();
        for (long i = 0; i < many; i++) {
            verdicts.add(round(of).verdict());
            cloud.pass(pause);
        }
        return verdicts;
    }

    private PowerReading readPower(Resource of) {
        return await(provider.readPower(of, true, PLENTY));
    }

    private <T> T await(CompletableFuture<T> answer) {
        passUntil(answer::isDone);
        return answer.join();
    }

    private <T> T inTime(CompletableFuture<T> answer, T ifFailed) {
        passUntil(answer::isDone, SHORT.plus(SLACK));
        return answer.exceptionally(failure -> ifFailed).join();
    }

    private void passUntil(BooleanSupplier condition) {
        passUntil(condition, PLENTY);
    }

    private void passUntil(BooleanSupplier condition, Duration within) {
        for (long steps = within.dividedBy(STEP) + 1; !condition.getAsBoolean(); steps--) {
            assertThat(steps).as("not within " + within.toSeconds() + " s").isPositive();
            cloud.pass(STEP);
        }
    }
}
