package org.hostha.ha.kvm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.Setting.Scope;
import org.hostha.core.Settings;
import org.hostha.ha.HAPolicy;

/**
 * The settings {@code kvm.ha.*}: CloudStack's keys with CloudStack's meaning and scopes, our defaults, and the keys
 * that CloudStack has no need of. A value that makes no sense counts as the nearest one that does: a typing error must
 * not stop HA.
 */
public final class KVMHASettings {

    static final Setting<Duration> HEALTH_INTERVAL = Setting.seconds("kvm.ha.health.check.interval", 5, Scope.Cluster,
            "Seconds between two health checks of a host. (CloudStack has no such setting: it checks in every round of "
                    + "its poll.)");
    static final Setting<Duration> HEALTH_TIMEOUT = Setting.seconds("kvm.ha.health.check.timeout", 5, Scope.Cluster,
            "Seconds that a host's agent may take to answer a health check. A false alarm only begins an "
                    + "investigation.");
    static final Setting<Duration> ACTIVITY_TIMEOUT =
            Setting.seconds("kvm.ha.activity.check.timeout", 10, Scope.Cluster,
            "Seconds that neighbours may take to look at the storage in one round of investigation. Storage that is "
                    + "slower shows nothing, and never counts as a sign of death.");
    static final Setting<Duration> ACTIVITY_INTERVAL =
            Setting.seconds("kvm.ha.activity.check.interval", 10, Scope.Cluster,
            "Seconds between two rounds of investigation.");
    static final Setting<Long> ACTIVITY_CHECKS = Setting.number("kvm.ha.activity.check.max.attempts", 3, Scope.Cluster,
            "Rounds of investigation with a result before a verdict. Each of them already spans two silent "
                    + "heartbeat periods.");
    static final Setting<Double> ACTIVITY_FAILURE_RATIO = Setting.decimal("kvm.ha.activity.check.failure.ratio", 0.7,
            Scope.Cluster, "The host is recovered when more than this share of the rounds found it dead.");
    static final Setting<Duration> DEGRADED_PERIOD = Setting.seconds("kvm.ha.degraded.max.period", 300, Scope.Cluster,
            "Seconds that a host without an agent, but with active VMs, is left alone before it is investigated "
                    + "again.");
    static final Setting<Duration> RECOVER_TIMEOUT = Setting.seconds("kvm.ha.recover.timeout", 60, Scope.Cluster,
            "Seconds after which no power command of a recovery leaves any more, and that reading the power may then "
                    + "take. Another manager that takes over waits as long before it acts.");
    static final Setting<Duration> RECOVER_WAIT = Setting.seconds("kvm.ha.recover.wait.period", 600, Scope.Cluster,
            "Seconds that a recovered host may take until its agent answers again. Servers with much memory boot for "
                    + "minutes; their VMs don't wait for it, they are released while the host is off.");
    static final Setting<Long> RECOVERY_ATTEMPTS = Setting.number("kvm.ha.recover.failure.threshold", 1, Scope.Cluster,
            "Recoveries that may fail before the host is fenced; 0 fences at once.");
    static final Setting<Duration> FENCE_TIMEOUT = Setting.seconds("kvm.ha.fence.timeout", 60, Scope.Cluster,
            "Seconds after which no power command of a fence leaves any more, and that reading the power may then "
                    + "take. Another manager that takes over waits as long before it acts.");
    static final Setting<Duration> FENCE_RETRY = Setting.seconds("kvm.ha.fence.retry.interval", 10, Scope.Cluster,
            "Seconds before a fence that failed is tried again; doubles with each try.");
    static final Setting<Duration> FENCE_RETRY_MAX =
            Setting.seconds("kvm.ha.fence.retry.max.interval", 300, Scope.Cluster,
            "The longest pause, in seconds, between two tries of a fence.");
    static final Setting<Long> POWER_PROOF_READINGS = Setting.number("kvm.ha.power.proof.readings", 3, Scope.Cluster,
            "Readings of Off in a row that prove a loss of power without further investigation.");
    static final Setting<Duration> POWER_INTERVAL = Setting.seconds("kvm.ha.power.proof.interval", 5, Scope.Cluster,
            "Seconds between two of these readings.");
    static final Setting<Duration> POWER_TIMEOUT = Setting.seconds("kvm.ha.power.read.timeout", 10, Scope.Cluster,
            "Seconds that the BMC may take to answer one reading. A BMC may need several for a login alone.");
    static final Setting<Duration> RELEASE_TIMEOUT = Setting.seconds("kvm.ha.release.timeout", 120, Scope.Cluster,
            "Seconds that a recovery waits for the VMs to be released before it supplies power again.");
    static final Setting<Duration> HEARTBEAT_PERIOD = Setting.seconds("kvm.ha.heartbeat.period", 60, Scope.Cluster,
            "Seconds between two heartbeats that the hosts write: kvm.heartbeat.update.frequency in agent.properties, "
                    + "60 unless changed there. Too low a value here takes living hosts for dead ones. A host that "
                    + "tells the period of its heartbeats itself, as our writer does, needs no value.");
    static final Setting<Duration> HEARTBEAT_SLACK = Setting.seconds("kvm.ha.heartbeat.slack", 10, Scope.Cluster,
            "Seconds of silence allowed beyond two heartbeat periods, for slow storage and repeated writes.");
    static final Setting<Long> NEIGHBOURS = Setting.number("kvm.ha.activity.check.neighbours", 1, Scope.Cluster,
            "Neighbours that must agree that a storage pool is silent; all of them where there are fewer.");
    static final Setting<Long> NEIGHBOURS_ASKED =
            Setting.number("kvm.ha.activity.check.neighbours.asked", 5, Scope.Cluster,
            "Neighbours that are asked in one round of investigation, of those that there are: first of the host's "
                    + "cluster, then of its pod.");
    static final Setting<String> UNKNOWN_POLICY = Setting.text("kvm.ha.unknown.policy", "hold", Scope.Cluster,
            "What to do about a host of which nothing can be found out: hold (and alert), or fence.");
    static final Setting<Duration> FENCE_UNKNOWN_AFTER =
            Setting.seconds("kvm.ha.unknown.fence.after", 900, Scope.Cluster,
            "Seconds that nothing could be found out about a host before the policy fence applies.");

    private static final Duration SECOND = Duration.ofSeconds(1);

    private KVMHASettings() {
    }

    /** All of them, for whoever lists settings. */
    public static List<Setting<?>> all() {
        return List.of(HEALTH_INTERVAL, HEALTH_TIMEOUT, ACTIVITY_TIMEOUT, ACTIVITY_INTERVAL, ACTIVITY_CHECKS,
                ACTIVITY_FAILURE_RATIO, DEGRADED_PERIOD, RECOVER_TIMEOUT, RECOVER_WAIT, RECOVERY_ATTEMPTS,
                FENCE_TIMEOUT,
                FENCE_RETRY, FENCE_RETRY_MAX, POWER_PROOF_READINGS, POWER_INTERVAL, POWER_TIMEOUT, RELEASE_TIMEOUT,
                HEARTBEAT_PERIOD, HEARTBEAT_SLACK, NEIGHBOURS, NEIGHBOURS_ASKED, UNKNOWN_POLICY, FENCE_UNKNOWN_AFTER);
    }

    /**
     * The timing and the thresholds in force for a host.
     *
     * @param observed what the host has told of its heartbeat period
     */
    public static HAPolicy policy(Settings settings, Resource host, Optional<Duration> observed) {
        boolean fenceUnknown = settings.value(UNKNOWN_POLICY, host).trim().equalsIgnoreCase("fence");
        return new HAPolicy(
                positive(settings.value(HEALTH_INTERVAL, host)),
                positive(settings.value(HEALTH_TIMEOUT, host)),
                settings.value(ACTIVITY_INTERVAL, host),
                positive(settings.value(ACTIVITY_TIMEOUT, host)),
                silenceWindow(settings, host, observed),
                atLeast(1, settings.value(ACTIVITY_CHECKS, host)),
                reachable(settings.value(ACTIVITY_FAILURE_RATIO, host)),
                settings.value(DEGRADED_PERIOD, host),
                atLeast(0, settings.value(RECOVERY_ATTEMPTS, host)),
                positive(settings.value(RECOVER_TIMEOUT, host)),
                settings.value(RECOVER_WAIT, host),
                positive(settings.value(FENCE_TIMEOUT, host)),
                positive(settings.value(FENCE_RETRY, host)),
                positive(settings.value(FENCE_RETRY_MAX, host)),
                atLeast(1, settings.value(POWER_PROOF_READINGS, host)),
                settings.value(POWER_INTERVAL, host),
                positive(settings.value(POWER_TIMEOUT, host)),
                settings.value(RELEASE_TIMEOUT, host),
                fenceUnknown ? Optional.of(settings.value(FENCE_UNKNOWN_AFTER, host)) : Optional.empty(),
                false);
    }

    /**
     * How long a living host can be silent at most: two heartbeat periods, and slack.
     *
     * @param observed the host's period where it has told it; the setting counts where it has not
     */
    static Duration silenceWindow(Settings settings, Resource host, Optional<Duration> observed) {
        return positive(observed.orElseGet(() -> settings.value(HEARTBEAT_PERIOD, host))).multipliedBy(2)
                .plus(settings.value(HEARTBEAT_SLACK, host));
    }

    static int neighboursAsked(Settings settings, Resource host) {
        return atLeast(1, settings.value(NEIGHBOURS_ASKED, host));
    }

    static int neighbours(Settings settings, Resource host) {
        return atLeast(1, settings.value(NEIGHBOURS, host));
    }

    private static Duration positive(Duration duration) {
        return duration.compareTo(SECOND) < 0 ? SECOND : duration;
    }

    /** What can't be exceeded would let no host ever be found dead: all of the rounds are enough. */
    private static double reachable(double ratio) {
        return ratio < 1 ? ratio : Math.nextDown(1.0);
    }

    private static int atLeast(int least, long number) {
        return (int) Math.max(least, Math.min(number, Integer.MAX_VALUE));
    }
}
