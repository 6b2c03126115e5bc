package org.hostha.server.vmha;

import java.time.Duration;
import java.util.List;
import org.hostha.core.Setting;
import org.hostha.core.Setting.Scope;

/** Settings of VM HA: CloudStack's keys where it has them. */
public final class VmHASettings {

    public static final Setting<Boolean> ENABLED = Setting.flag("vm.ha.enabled", true, Scope.Zone,
            "Whether the VMs of a dead host are restarted elsewhere");
    public static final Setting<Duration> START_TIMEOUT = Setting.seconds("vm.ha.start.timeout", 30, 1, Scope.Zone,
            "Seconds after which an agent's missing answer to a VM's start is asked for again");
    public static final Setting<Duration> RETRY_MAX = Setting.seconds("vm.ha.restart.retry.max", 60, Scope.Global,
            "Longest pause in seconds between two attempts to restart a VM; the first one is a second, then it"
                    + " doubles");

    private VmHASettings() {
    }

    public static List<Setting<?>> all() {
        return List.of(ENABLED, START_TIMEOUT, RETRY_MAX);
    }
}
