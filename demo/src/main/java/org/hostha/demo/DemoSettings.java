package org.hostha.demo;

import java.util.Map;
import java.util.TreeMap;

/** The settings of the demo: the same engine, with less patience than a data centre needs. Times in seconds. */
final class DemoSettings {

    private DemoSettings() {
    }

    static Map<String, String> all() {
        return new TreeMap<>(Map.ofEntries(
                Map.entry("kvm.ha.health.check.interval", "2"),
                Map.entry("kvm.ha.health.check.timeout", "2"),
                Map.entry("kvm.ha.activity.check.interval", "3"),
                Map.entry("kvm.ha.activity.check.timeout", "3"),
                Map.entry("kvm.ha.activity.check.max.attempts", "3"),
                Map.entry("kvm.ha.recover.timeout", "5"),
                Map.entry("kvm.ha.recover.wait.period", "10"),
                Map.entry("kvm.ha.fence.timeout", "5"),
                Map.entry("ha.startup.hold.off", "10"),
                Map.entry("outofbandmanagement.action.timeout", "5")));
    }
}
