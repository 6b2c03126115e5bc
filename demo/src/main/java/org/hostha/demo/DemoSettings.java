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
                Map.entry("kvm.ha.heartbeat.period", "1"),
                Map.entry("kvm.ha.heartbeat.slack", "3"),
                Map.entry("kvm.ha.activity.check.interval", "3"),
                Map.entry("kvm.ha.activity.check.timeout", "3"),
                Map.entry("kvm.ha.recover.timeout", "8"),
                Map.entry("kvm.ha.recover.wait.period", "10"),
                Map.entry("kvm.ha.fence.timeout", "8"),
                Map.entry("kvm.ha.fence.retry.interval", "5"),
                Map.entry("kvm.ha.fence.retry.max.interval", "20"),
                Map.entry("kvm.ha.power.proof.interval", "2"),
                Map.entry("kvm.ha.power.read.timeout", "5"),
                Map.entry("kvm.ha.release.timeout", "20"),
                Map.entry("ha.startup.hold.off", "20"),
                Map.entry("outofbandmanagement.background.task.execution.interval", "5")));
    }
}
