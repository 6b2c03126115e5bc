package org.hostha.ha.internal;

import java.util.OptionalLong;
import java.util.Set;
import org.hostha.core.Partition;
import org.hostha.ha.HARow;
import org.hostha.ha.HAState;
import org.hostha.ha.Stored;
import org.hostha.ha.spi.Membership;

/** Which rows a manager may claim. Whether it gets one, the compare-and-set of the claim says. */
final class Ownership {

    private static final Set<HAState> AT_REST = Set.of(HAState.Available, HAState.Degraded, HAState.Fenced,
            HAState.Disabled, HAState.Ineligible);

    private Ownership() {
    }

    /**
     * What a live manager investigates or acts upon stays its own until it is done; everything else belongs to whom the
     * view names.
     */
    static boolean mayClaim(HARow row, long self, Membership.View view) {
        if (!view.live().contains(self)) {
            return false;
        }
        OptionalLong owner = row.owner();
        boolean ownerLives = owner.isPresent() && view.live().contains(owner.getAsLong());
        return ownerLives && inFlight(row.stored()) ? owner.getAsLong() == self
                : view.owner(new Partition(row.resourceType(), row.resourceId())).equals(OptionalLong.of(self));
    }

    private static boolean inFlight(Stored stored) {
        return stored.custody() || stored.order().isPresent() || stored.release().isPresent()
                || stored.state().isPresent() && !AT_REST.contains(stored.state().get());
    }
}
