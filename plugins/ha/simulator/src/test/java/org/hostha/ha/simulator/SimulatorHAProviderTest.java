package org.hostha.ha.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.Eligibility;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HAState;
import org.hostha.ha.Stored;
import org.hostha.ha.Verdict;
import org.hostha.ha.spi.PowerSwitch.Purpose;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.PowerState;
import org.junit.Test;

public class SimulatorHAProviderTest {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Resource host = new Resource(PartitionType.Host, 1, "uuid", "SimulatedAgent.1", 1, 1, 1);
    private final Resource other = new Resource(PartitionType.Host, 2, "uuid", "SimulatedAgent.2", 1, 1, 1);
    private Optional<String> outOfService = Optional.empty();
    private final SimulatorHAProvider provider = new SimulatorHAProvider(resource -> outOfService);

    @Test
    public void onlyAHostWithFlagsInServiceIsEligible() {
        assertThat(provider.eligibility(host))
                .isEqualTo(Eligibility.ineligible("no simulator state is configured for it"));
        set(true, true, true, true);
        assertThat(provider.eligibility(host)).isEqualTo(Eligibility.ELIGIBLE);
        assertThat(provider.eligibility(other).eligible()).isFalse();
        outOfService = Optional.of("in maintenance");
        assertThat(provider.eligibility(host)).isEqualTo(Eligibility.ineligible("in maintenance"));
    }

    @Test
    public void checksSayWhatTheFlagsSay() {
        set(true, false, false, false);
        assertThat(health()).isEqualTo(Verdict.ALIVE);
        assertThat(activity()).isEqualTo(Verdict.DEAD);
        set(false, true, false, false);
        assertThat(health()).isEqualTo(Verdict.DEAD);
        assertThat(activity()).isEqualTo(Verdict.ALIVE);
    }

    @Test
    public void nothingIsKnownOfAHostWithoutFlags() {
        assertThat(health()).isEqualTo(Verdict.UNKNOWN);
        assertThat(activity()).isEqualTo(Verdict.UNKNOWN);
        assertThat(power()).isEqualTo(PowerState.Unknown);
        assertThat(provider.forceOff(host, Purpose.FENCE, DEADLINE)).isCompletedExceptionally();
        assertThat(provider.transitions(host)).isEmpty();
    }

    @Test
    public void theTimingIsCloudStacks() {
        set(false, false, true, true);
        HAPolicy policy = provider.policy(host);
        assertThat(List.of(policy.healthTimeout(), policy.activityTimeout(), policy.recoverTimeout(),
                policy.fenceTimeout()))
                .containsOnly(Duration.ofSeconds(5));
        assertThat(List.of(policy.activityInterval(), policy.degradedPeriod(), policy.recoverWait()))
                .containsOnly(Duration.ofSeconds(1));
        assertThat(policy.activityChecks()).isEqualTo(3);
        assertThat(policy.recoveryAttempts()).isEqualTo(2);
        assertThat(policy.trustRecoveryReport()).isTrue();
    }

    @Test
    public void theActivityFlagDecidesWhetherTheRoundsCondemn() {
        set(false, false, true, true);
        assertThat(provider.policy(host).activityFailureRatio()).isZero();
        set(false, true, true, true);
        assertThat(provider.policy(host).activityFailureRatio()).isOne();
    }

    @Test
    public void theFlagOfThePurposeDecidesWhetherThePowerObeys() {
        set(false, false, true, false);
        assertThat(power()).isEqualTo(PowerState.On);
        assertRefused(Purpose.FENCE);
        assertThat(power()).as("a command that failed changed nothing").isEqualTo(PowerState.On);
        assertThat(provider.forceOff(host, Purpose.RECOVER, DEADLINE)).isCompleted();
        assertThat(power()).isEqualTo(PowerState.Off);
        assertThat(provider.forceOff(host, Purpose.RECOVER, DEADLINE)).as("off already").isCompleted();
        assertThat(provider.powerOn(host, Purpose.RECOVER, DEADLINE)).isCompleted();
        assertThat(power()).isEqualTo(PowerState.On);

        set(false, false, false, true);
        assertRefused(Purpose.RECOVER);
        assertThat(provider.forceOff(host, Purpose.FENCE, DEADLINE)).isCompleted();
        assertThat(power()).isEqualTo(PowerState.Off);
    }

    @Test
    public void aHostConfiguredAnewIsOnAndItsLogIsEmpty() {
        set(false, false, false, true);
        provider.forceOff(host, Purpose.FENCE, DEADLINE);
        provider.walked(host, Optional.of(HAState.Fencing), HAEvent.Fenced, HAState.Fenced, Stored.NEW);
        set(true, true, true, true);
        assertThat(power()).isEqualTo(PowerState.On);
        assertThat(provider.transitions(host)).isEmpty();
    }

    @Test
    public void theLogKeepsTheNewestHundredTransitionsOldestFirst() {
        set(false, true, true, true);
        provider.walked(other, Optional.empty(), HAEvent.Enabled, HAState.Available, Stored.NEW);
        for (int i = 0; i < 130; i++) {
            provider.walked(host, Optional.of(HAState.Suspect), HAEvent.PerformActivityCheck, HAState.Checking,
                    new Stored(Optional.of(HAState.Checking), i, 0, 2, 0, false, Optional.empty(),
                    OptionalLong.empty()));
        }
        List<SimulatorTransition> log = provider.transitions(host);
        assertThat(log).hasSize(100);
        assertThat(log.get(0))
                .isEqualTo(new SimulatorTransition(Optional.of(HAState.Suspect), HAEvent.PerformActivityCheck,
                HAState.Checking, 30, 2));
        assertThat(log.get(99).activityCounter()).isEqualTo(129);
        assertThat(provider.transitions(other)).isEmpty();
    }

    private void assertRefused(Purpose purpose) {
        assertThatThrownBy(provider.forceOff(host, purpose, DEADLINE)::join)
                .hasCauseInstanceOf(OutOfBandManagementException.class).hasMessageContaining("set to fail");
    }

    private void set(boolean health, boolean activity, boolean recover, boolean fence) {
        provider.configure(host, new SimulatorState(health, activity, recover, fence));
    }

    private Verdict health() {
        return provider.checkHealth(host, DEADLINE).join().verdict();
    }

    private Verdict activity() {
        return provider.checkActivity(host, DEADLINE).join().verdict();
    }

    private PowerState power() {
        return provider.readPower(host, true, DEADLINE).join().state();
    }
}
