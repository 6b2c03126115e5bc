package org.hostha.ha;

import java.time.Duration;
import java.util.List;
import org.hostha.core.Setting;
import org.hostha.core.Setting.Scope;

/** The engine's own settings: CloudStack's {@code ha.max.*} keys, and ours in the same style. Read at every use. */
public final class HASettings {

    public static final Setting<Long> MAX_CONCURRENT_HEALTH_CHECKS = Setting.number(
            "ha.max.concurrent.health.check.operations", 50, Scope.Global, "Health checks running at once");
    public static final Setting<Long> MAX_PENDING_HEALTH_CHECKS = Setting.number(
            "ha.max.pending.health.check.operations", 5000, Scope.Global, "Health checks waiting; more are shed");
    public static final Setting<Long> MAX_CONCURRENT_ACTIVITY_CHECKS = Setting.number(
            "ha.max.concurrent.activity.check.operations", 25, Scope.Global, "Activity checks running at once");
    public static final Setting<Long> MAX_PENDING_ACTIVITY_CHECKS = Setting.number(
            "ha.max.pending.activity.check.operations", 2500, Scope.Global, "Activity checks waiting; more are shed");
    public static final Setting<Long> MAX_CONCURRENT_RECOVERIES = Setting.number(
            "ha.max.concurrent.recovery.operations", 25, Scope.Global, "Recovery commands running at once");
    public static final Setting<Long> MAX_PENDING_RECOVERIES = Setting.number(
            "ha.max.pending.recovery.operations", 2500, Scope.Global, "Recovery commands waiting; more are shed");
    public static final Setting<Long> MAX_CONCURRENT_FENCES = Setting.number(
            "ha.max.concurrent.fence.operations", 25, Scope.Global, "Fence commands running at once");
    public static final Setting<Long> MAX_PENDING_FENCES = Setting.number(
            "ha.max.pending.fence.operations", 2500, Scope.Global, "Fence commands waiting; more are shed");
    public static final Setting<Long> MAX_CONCURRENT_POWER_READS = Setting.number(
            "ha.max.concurrent.power.read.operations", 50, Scope.Global, "Power readings for HA running at once");
    public static final Setting<Long> MAX_PENDING_POWER_READS = Setting.number(
            "ha.max.pending.power.read.operations", 5000, Scope.Global, "Power readings for HA waiting; more are shed");
    public static final Setting<Duration> SCAN_INTERVAL = Setting.seconds(
            "ha.scan.interval", 4, Scope.Global,
            "Seconds, at least 1, between two looks at all HA rows for what others changed");
    public static final Setting<Duration> HOLD_OFF = Setting.seconds(
            "ha.startup.hold.off", 60, Scope.Global,
            "Longest time in seconds after a manager's start in which it arms nothing destructive; it ends as soon as every "
                    + "resource has answered");
    public static final Setting<Duration> MANAGER_TIMEOUT = Setting.seconds(
            "ha.manager.timeout", 10, Scope.Global,
            "Seconds, at least 1, without a sign of life after which a manager's resources are taken over by the "
                    + "others; it stops acting by itself after half of that");
    public static final Setting<Double> STORM_SHARE = Setting.decimal(
            "ha.storm.guard.share", 0.5, Scope.Cluster,
            "Nothing in a cluster is recovered or fenced when at least this share (1 at most) of its resources, and at "
                    + "least two, are suspect at once");
    public static final Setting<Duration> STORM_COOL_DOWN = Setting.seconds(
            "ha.storm.guard.cool.down", 300, Scope.Cluster, "Seconds, at least 15, that a storm guard stays closed");

    private HASettings() {
    }

    /** All of them, for lists and registries. */
    public static List<Setting<?>> all() {
        return List.of(MAX_CONCURRENT_HEALTH_CHECKS, MAX_PENDING_HEALTH_CHECKS, MAX_CONCURRENT_ACTIVITY_CHECKS,
                MAX_PENDING_ACTIVITY_CHECKS, MAX_CONCURRENT_RECOVERIES, MAX_PENDING_RECOVERIES, MAX_CONCURRENT_FENCES,
                MAX_PENDING_FENCES, MAX_CONCURRENT_POWER_READS, MAX_PENDING_POWER_READS, SCAN_INTERVAL, HOLD_OFF,
                MANAGER_TIMEOUT, STORM_SHARE, STORM_COOL_DOWN);
    }
}
