package org.hostha.bench;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.Settings;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HASettings;

/**
 * What a cloud that is measured is like.
 *
 * @param policy of every host
 * @param powerLatency how long a BMC takes to switch a host off
 * @param flapping every other health check finds the host silent
 * @param settings that differ from their defaults
 */
record Clouds(HAPolicy policy, Duration powerLatency, boolean flapping, Map<Setting<?>, Object> settings)
        implements Settings {

    private static final Map<Setting<?>, Object> ROOMY = Map.of(HASettings.MAX_CONCURRENT_HEALTH_CHECKS, 10_000L,
            HASettings.MAX_PENDING_HEALTH_CHECKS, 100_000L);

    static Clouds thatRests() {
        return new Clouds(policy(10_000), Duration.ZERO, false, ROOMY);
    }

    static Clouds thatFails(Duration powerLatency, long atOnce) {
        return new Clouds(policy(5_000), powerLatency, false, Map.of(HASettings.MAX_CONCURRENT_HEALTH_CHECKS, 10_000L,
                HASettings.MAX_CONCURRENT_ACTIVITY_CHECKS, atOnce, HASettings.MAX_CONCURRENT_FENCES, atOnce,
                HASettings.MAX_CONCURRENT_POWER_READS, atOnce, HASettings.STORM_SHARE, 0.9));
    }

    static Clouds thatFlaps() {
        return new Clouds(policy(1), Duration.ZERO, true, ROOMY);
    }

    /** No recovery: a fence at once. The rest is what the KVM provider ships. */
    private static HAPolicy policy(long healthMillis) {
        return new HAPolicy(Duration.ofMillis(healthMillis), Duration.ofSeconds(5), Duration.ofSeconds(10),
                Duration.ofSeconds(10), Duration.ZERO, 3, 0.7, Duration.ofSeconds(300), 0, Duration.ofSeconds(60),
                Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(300), 3,
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(60), Optional.empty(), false);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T value(Setting<T> setting) {
        return (T) settings.getOrDefault(setting, setting.defaultValue());
    }

    @Override
    public <T> T value(Setting<T> setting, Resource resource) {
        return value(setting);
    }
}
