package org.hostha.cloudstack.plugin.release;

import java.util.EnumSet;
import java.util.Set;
import org.hostha.ha.HAState;
import org.hostha.ha.Order;
import org.hostha.ha.Stored;
import org.hostha.ha.VmHAStatus;

/**
 * Whether a host whose release record is open may run VMs again. CloudStack places VMs on a host by its own status for it and asks
 * nobody: once the host may have its power back, the record no longer tells what runs there, and nothing on it may be taken for
 * dead before it is seen off again.
 */
public final class Comeback {

    private static final Set<HAState> ON_ITS_FEET = EnumSet.of(HAState.Available, HAState.Suspect, HAState.Checking,
            HAState.Degraded, HAState.Recovered);

    private Comeback() {
    }

    /**
     * What VM HA is told of the host. {@code Disconnected} in the place of {@code Down} costs no VM of the record its restart: VM
     * HA drops its work only where it hears {@code Up}, and finds through the host's agent what is not running there.
     */
    public static VmHAStatus told(Stored stored) {
        VmHAStatus answer = VmHAStatus.of(stored);
        return answer == VmHAStatus.Down && isPossible(stored) ? VmHAStatus.Disconnected : answer;
    }

    /** It is looked after as a host that is on, or power-on has been sent, or a force-off that has not been seen to work. */
    static boolean isPossible(Stored stored) {
        return isComplete(stored) || stored.order().filter(order -> order.step() != Order.Step.RELEASE).isPresent();
    }

    /** It is looked after as a host that is on. */
    static boolean isComplete(Stored stored) {
        return stored.state().filter(ON_ITS_FEET::contains).isPresent();
    }
}
