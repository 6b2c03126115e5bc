package org.hostha.cloudstack.plugin.provider;

import java.time.Duration;
import java.util.Optional;
import org.apache.cloudstack.ha.HAResource;
import org.apache.cloudstack.ha.provider.HAProvider;
import org.apache.cloudstack.ha.provider.HAProvider.HAProviderConfig;
import org.hostha.ha.HAPolicy;

/** The timing that a foreign provider's settings name, and for what CloudStack has no setting, what CloudStack does. */
final class ForeignPolicy {

    /** CloudStack's poll. */
    private static final Duration POLL = Duration.ofSeconds(4);
    private static final Duration FENCE_RETRY = Duration.ofSeconds(10);
    private static final Duration FENCE_RETRY_MAX = Duration.ofMinutes(5);
    private static final Duration RELEASE = Duration.ofMinutes(2);
    private static final Duration POWER = Duration.ofSeconds(20);
    private static final Duration POWER_INTERVAL = Duration.ofSeconds(5);
    private static final int POWER_READINGS = 3;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private ForeignPolicy() {
    }

    /** Asks the provider, which may wait for the database. */
    static HAPolicy of(HAProvider<HAResource> provider, HAResource host, boolean trustsReports) {
        return new HAPolicy(POLL, seconds(provider, HAProviderConfig.HealthCheckTimeout, host),
                seconds(provider, HAProviderConfig.MaxActivityCheckInterval, host),
                seconds(provider, HAProviderConfig.ActivityCheckTimeout, host), Duration.ZERO,
                (int) Math.max(1, number(provider, HAProviderConfig.MaxActivityChecks, host)),
                (Double) provider.getConfigValue(HAProviderConfig.ActivityCheckFailureRatio, host),
                seconds(provider, HAProviderConfig.MaxDegradedWaitTimeout, host),
                (int) Math.max(0, number(provider, HAProviderConfig.MaxRecoveryAttempts, host)),
                seconds(provider, HAProviderConfig.RecoveryTimeout, host),
                seconds(provider, HAProviderConfig.RecoveryWaitTimeout, host),
                seconds(provider, HAProviderConfig.FenceTimeout, host), trustsReports ? POLL : FENCE_RETRY,
                trustsReports ? POLL : FENCE_RETRY_MAX, POWER_READINGS, trustsReports ? POLL : POWER_INTERVAL, POWER,
                trustsReports ? POLL : RELEASE, Optional.empty(), trustsReports);
    }

    /** For a host that nobody looks after while its provider can't be asked. */
    static HAPolicy unknown() {
        return new HAPolicy(POLL, POLL, MINUTE, MINUTE, Duration.ZERO, 1, 1.0, MINUTE, 0, MINUTE, MINUTE, MINUTE, FENCE_RETRY,
                FENCE_RETRY_MAX, POWER_READINGS, POWER_INTERVAL, POWER, RELEASE, Optional.empty(), false);
    }

    private static Duration seconds(HAProvider<HAResource> provider, HAProviderConfig key, HAResource host) {
        return Duration.ofSeconds(Math.max(1, number(provider, key, host)));
    }

    private static long number(HAProvider<HAResource> provider, HAProviderConfig key, HAResource host) {
        return (Long) provider.getConfigValue(key, host);
    }
}
