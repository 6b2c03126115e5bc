package org.hostha.ha;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is known of a resource beyond the life of a manager: the part of a case that a commit writes and a new owner
 * inherits. It holds conclusions, never evidence.
 *
 * @param state empty for a resource that was configured and never looked at
 * @param activityChecks rounds of investigation that gave a verdict since the resource became suspect
 * @param activityFailures how many of them were DEAD
 * @param recoveries recoveries begun since the resource was last healthy
 * @param fenceTries fences begun since it was decided to fence
 * @param custody VM HA gets our answer, whatever the state: from the first DEAD conclusion until the resource was seen off
 *     and its VMs are released, or it has returned
 * @param order the destructive order in force
 * @param release the open release record: VM HA is told Down until it is closed
 */
public record Stored(Optional<HAState> state, int activityChecks, int activityFailures, int recoveries, int fenceTries,
        boolean custody, Optional<Order> order, OptionalLong release) {

    private static final Set<HAState> FATE_OPEN = EnumSet.of(HAState.Suspect, HAState.Checking, HAState.Degraded,
            HAState.Recovering, HAState.Fencing);

    /** A resource just configured. */
    public static final Stored NEW =
            new Stored(Optional.of(HAState.Disabled), 0, 0, 0, 0, false, Optional.empty(), OptionalLong.empty());

    /** True while its fate is open: what an operator has seen then says more than anything that we can find out. */
    public boolean mayBeConfirmedOff() {
        return state.filter(FATE_OPEN::contains).isPresent()
                || custody && release.isEmpty() && !state.equals(Optional.of(HAState.Fenced));
    }

    public Stored {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(release, "release");
    }

    /** Power is being taken or given: an order is in force, or would be if it had not just failed or been held. */
    public boolean destructive() {
        return order.isPresent() || state.equals(Optional.of(HAState.Recovering))
                || state.equals(Optional.of(HAState.Fencing));
    }
}
