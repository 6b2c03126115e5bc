package org.hostha.ha.spi;

import java.util.Optional;
import org.hostha.core.Resource;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAState;
import org.hostha.ha.Stored;

/**
 * Hears of every edge of the state machine that was walked, after the commit that stored it, in order for each
 * resource.
 */
@FunctionalInterface
public interface TransitionListener {

    /**
     * Must return at once and not throw.
     *
     * @param from empty for a resource that had no state yet
     * @param stored the case after the decision that walked this edge, and perhaps further ones
     */
    void walked(Resource resource, Optional<HAState> from, HAEvent event, HAState to, Stored stored);
}
