package org.hostha.ha.simulator;

import java.util.Optional;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAState;

/**
 * A row of {@code listSimulatorHAStateTransitions}. CloudStack lists every transition twice, as its listener is told
 * before and after; here it is listed once.
 *
 * @param previous empty for a host that had no state yet
 * @param activityCounter rounds of investigation that counted by then
 * @param recoveryCounter recoveries begun by then
 */
public record SimulatorTransition(Optional<HAState> previous, HAEvent event, HAState state, int activityCounter,
        int recoveryCounter) {
}
