package org.hostha.server.hosts;

import java.time.Duration;
import java.util.List;
import org.hostha.core.Setting;
import org.hostha.core.Setting.Scope;

/** CloudStack's settings of agent contact, with our defaults. */
public final class HostSettings {

    public static final Setting<Duration> PING_INTERVAL = Setting.seconds("ping.interval", 2, Scope.Global,
            "Seconds between two looks at each host's agent");
    public static final Setting<Double> PING_TIMEOUT = Setting.decimal("ping.timeout", 2.5, Scope.Global,
            "An agent that has not answered for this many times ping.interval counts as disconnected");

    private HostSettings() {
    }

    public static List<Setting<?>> all() {
        return List.of(PING_INTERVAL, PING_TIMEOUT);
    }
}
