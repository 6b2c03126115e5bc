package org.hostha.ha.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.Settings;
import org.hostha.ha.HAPolicy;
import org.junit.Test;

public class KVMHASettingsTest {

    private static final Resource HOST = new Resource(PartitionType.Host, 1, "uuid", "host", 1, 1, 1);

    private final Map<String, String> values = new HashMap<>();

    @Test
    public void theDefaultsAreFastAndMakeAPolicy() {
        HAPolicy policy = policy();
        assertThat(policy.healthInterval()).hasSeconds(5);
        assertThat(policy.activityChecks()).isEqualTo(3);
        assertThat(policy.activityInterval()).hasSeconds(10);
        assertThat(policy.recoveryAttempts()).isEqualTo(1);
        assertThat(policy.fenceUnknownAfter()).isEmpty();
        assertThat(policy.trustRecoveryReport()).isFalse();
        assertThat(window()).hasSeconds(130);
    }

    @Test
    public void cloudStacksKeysAreCloudStacks() {
        assertThat(KVMHASettings.all()).extracting(Setting::key).contains("kvm.ha.health.check.timeout",
                "kvm.ha.activity.check.timeout", "kvm.ha.activity.check.interval", "kvm.ha.activity.check.max.attempts",
                "kvm.ha.activity.check.failure.ratio", "kvm.ha.degraded.max.period", "kvm.ha.recover.timeout",
                "kvm.ha.recover.wait.period", "kvm.ha.recover.failure.threshold", "kvm.ha.fence.timeout")
                .doesNotHaveDuplicates().allMatch(key -> key.startsWith("kvm.ha."));
        assertThat(KVMHASettings.all()).allMatch(setting -> setting.scope() == Setting.Scope.Cluster);
    }

    @Test
    public void everySettingCounts() {
        HAPolicy before = policy();
        for (Setting<?> setting : KVMHASettings.all()) {
            values.put("kvm.ha.unknown.policy", setting.key().equals("kvm.ha.unknown.fence.after") ? "fence" : "hold");
            values.put(setting.key(), setting.key().equals("kvm.ha.unknown.policy") ? "fence" : "7");
            assertThat(policy().equals(before) && window().equals(Duration.ofSeconds(130))
                    && KVMHASettings.neighbours(settings(), HOST) == 1
                    && KVMHASettings.neighboursAsked(settings(), HOST) == 5).as(setting.key()).isFalse();
            values.clear();
        }
    }

    @Test
    public void aPeriodThatTheHostHasToldCountsInsteadOfTheSetting() {
        Optional<Duration> told = Optional.of(Duration.ofSeconds(10));
        assertThat(KVMHASettings.silenceWindow(settings(), HOST, told)).hasSeconds(30);
        assertThat(KVMHASettings.policy(settings(), HOST, told).evidenceWindow()).hasSeconds(30);
    }

    @Test
    public void theTimeBudgetsFollowFromTheSettings() {
        HAPolicy told = KVMHASettings.policy(settings(), HOST, Optional.of(Duration.ofSeconds(10)));
        assertThat(told.releaseBudget()).as("a health check passed and one failed, a silent window, four rounds, an order")
                .hasSeconds(5 + 5 + 30 + 4 * 20 + 2 * 60);
        assertThat(policy().releaseBudget()).as("with the heartbeats of CloudStack's agents").hasSeconds(10 + 130 + 80 + 120);
        assertThat(told.powerLossBudget()).as("no heartbeat is waited for").isEqualTo(policy().powerLossBudget())
                .hasSeconds(5 + 5 + 3 * 10 + 2 * 5 + 2 * 60);
        assertThat(told.timeBudget()).as("and a recovery from which it does not return, and a fence")
                .isEqualTo(told.releaseBudget().plusSeconds(120 + 60 + 600 + 2 * 60));
        values.put("kvm.ha.recover.failure.threshold", "0");
        assertThat(policy().timeBudget()).as("without recoveries").isEqualTo(policy().releaseBudget());
    }

    @Test
    public void nonsenseCountsAsTheNearestSense() {
        values.put("kvm.ha.activity.check.max.attempts", "0");
        values.put("kvm.ha.power.proof.readings", "-3");
        values.put("kvm.ha.recover.failure.threshold", "-1");
        values.put("kvm.ha.fence.timeout", "0");
        values.put("kvm.ha.health.check.interval", "0");
        values.put("kvm.ha.health.check.timeout", "0");
        values.put("kvm.ha.heartbeat.period", "0");
        values.put("kvm.ha.activity.check.neighbours", "0");
        values.put("kvm.ha.unknown.policy", "fense");
        HAPolicy policy = policy();
        assertThat(policy.activityChecks()).isEqualTo(1);
        assertThat(policy.powerProofReadings()).isEqualTo(1);
        assertThat(policy.recoveryAttempts()).isZero();
        assertThat(policy.fenceTimeout()).hasSeconds(1);
        assertThat(policy.healthInterval()).hasSeconds(1);
        assertThat(policy.healthTimeout()).hasSeconds(1);
        assertThat(policy.fenceUnknownAfter()).isEmpty();
        assertThat(window()).hasSeconds(12);
        assertThat(KVMHASettings.neighbours(settings(), HOST)).isEqualTo(1);
    }

    @Test
    public void aHostThatIsDeadInAllRoundsIsDeadWhateverTheRatio() {
        for (String ratio : List.of("0.7", "1", "1.0", "70")) {
            values.put("kvm.ha.activity.check.failure.ratio", ratio);
            for (int rounds = 1; rounds <= 1000; rounds++) {
                assertThat(rounds * policy().activityFailureRatio()).as(ratio + " of " + rounds).isLessThan(rounds);
            }
        }
    }

    private HAPolicy policy() {
        return KVMHASettings.policy(settings(), HOST, Optional.empty());
    }

    private Duration window() {
        return KVMHASettings.silenceWindow(settings(), HOST, Optional.empty());
    }

    private Settings settings() {
        return new Settings() {
            @Override
            public <T> T value(Setting<T> setting) {
                return setting.parse(values.getOrDefault(setting.key(), setting.defaultText()));
            }

            @Override
            public <T> T value(Setting<T> setting, Resource resource) {
                return value(setting);
            }
        };
    }
}
