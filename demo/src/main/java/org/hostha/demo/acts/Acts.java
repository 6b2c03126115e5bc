package org.hostha.demo.acts;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.hostha.demo.zone.SimulatedHost;

/** The demo's four acts, for the zone of {@code ZoneLayout.demo()}. */
public final class Acts {

    private static final Duration HOLD = Duration.ofSeconds(15);

    private Acts() {
    }

    /** In this order, no two hosts that are down and not yet settled share a cluster. */
    public static List<Act> all() {
        return List.of(
                new Act("a", "kvm-02",
                        "a host hangs, and hangs again after each reset: agent dead, disks silent, BMC still On",
                        Acts::hangForGood, new Act.Expectation("Fenced", Set.of(), true, "Off", Duration.ZERO)),
                new Act("b", "kvm-06", "a host loses power: its BMC says Off",
                        SimulatedHost::losePower, new Act.Expectation("Fenced", Set.of(), true, "Off", Duration.ZERO)),
                new Act("c", "kvm-10", "a host's agent dies while its VMs keep writing: it must not be fenced",
                        SimulatedHost::killAgent, new Act.Expectation("Degraded",
                                Set.of("Recovering", "Fencing", "Fenced"), false, "On", HOLD)),
                new Act("d", "kvm-07", "a host hangs and its BMC is unreachable: Fencing, and its VMs are not released",
                        Acts::hangWithoutBmc,
                        new Act.Expectation("Fencing", Set.of("Fenced"), false, "unreachable", HOLD)));
    }

    private static void hangForGood(SimulatedHost host) {
        host.breakDown();
        host.hang();
    }

    private static void hangWithoutBmc(SimulatedHost host) {
        host.bmc().vanish();
        host.hang();
    }
}
