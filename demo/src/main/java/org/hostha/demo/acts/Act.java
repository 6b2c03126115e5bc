package org.hostha.demo.acts;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.hostha.demo.zone.SimulatedHost;

/**
 * One failure, and what must come of it.
 *
 * @param letter     short name in the verdict table
 * @param host       who fails
 * @param title      what happens, for the audience
 * @param failure    makes it happen; returns once it has
 * @param expectation what must come of it
 */
public record Act(String letter, String host, String title, Consumer<SimulatedHost> failure, Expectation expectation) {

    /**
     * What must come of a failure.
     *
     * @param state     the HA state that must be reached
     * @param never     HA states that must not be reached, from the failure to the end of the act
     * @param vmsMove   true: every VM of the host must run on another one; false: every VM must stay where it is
     * @param power     what the BMC must say at the end, asked by {@code ipmitool}
     * @param hold      how long all this must stay true
     */
    public record Expectation(String state, Set<String> never, boolean vmsMove, String power, Duration hold) {

        @Override
        public String toString() {
            return state + (vmsMove ? ", VMs run elsewhere" : ", VMs stay") + ", BMC " + power
                    + (never.isEmpty() ? "" : ", never " + String.join(" or ", never.stream().sorted().toList()));
        }
    }
}
