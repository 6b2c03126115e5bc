package org.hostha.server.metrics;

import java.util.List;
import org.hostha.core.Setting;
import org.hostha.core.Setting.Scope;

/** Who may read the metrics; CloudStack's key, with its meaning and default. */
public final class MetricsSettings {

    public static final Setting<String> ALLOWED_IPS = Setting.text("prometheus.exporter.allowed.ips", "127.0.0.1",
            Scope.Global, "Addresses, separated by commas, from which /metrics may be read; * for any");

    private MetricsSettings() {
    }

    public static List<Setting<?>> all() {
        return List.of(ALLOWED_IPS);
    }
}
