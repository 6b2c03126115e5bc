package org.hostha.oobm;

import java.time.Duration;
import java.util.List;
import org.hostha.core.Setting;
import org.hostha.core.Setting.Scope;

/** The framework's settings: CloudStack's {@code outofbandmanagement.*} keys, and ours in the same style. */
public final class OutOfBandManagementSettings {

    public static final Setting<Duration> ACTION_TIMEOUT = Setting.seconds("outofbandmanagement.action.timeout", 60,
            Scope.Cluster, "Deadline in seconds of an operation that names none");
    public static final Setting<Long> SYNC_POOL_SIZE = Setting.number("outofbandmanagement.sync.poolsize", 50,
            Scope.Global, "Background power readings running at once, and as many of BMCs that are slow or silent");
    public static final Setting<Duration> SYNC_INTERVAL = Setting.seconds(
            "outofbandmanagement.background.task.execution.interval", 30, Scope.Global,
            "Seconds between two background readings of a host's power");
    public static final Setting<Duration> PROOF_INTERVAL = Setting.seconds(
            "outofbandmanagement.fencing.proof.interval", 21_600, Scope.Cluster,
            "Seconds between two harmless proofs that a host could be fenced: log in anew, privilege, system, power");
    public static final Setting<Duration> MINIMUM_GAP = Setting.seconds("outofbandmanagement.minimum.gap", 0,
            Scope.Cluster, "Seconds to leave a BMC alone between two operations");

    private OutOfBandManagementSettings() {
    }

    /** All of them, for lists and registries. */
    public static List<Setting<?>> all() {
        return List.of(ACTION_TIMEOUT, SYNC_POOL_SIZE, SYNC_INTERVAL, PROOF_INTERVAL, MINIMUM_GAP);
    }
}
