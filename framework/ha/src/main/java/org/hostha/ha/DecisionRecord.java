package org.hostha.ha;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A decision that changed something, as it was recorded in the same commit.
 *
 * @param id grows with time
 * @param resourceId whose case it is
 * @param version the case version that it made
 * @param from state before
 * @param to state after
 * @param events the legal edges that were walked, in order; empty when only counters or orders changed
 * @param reason the evidence, the rule that fired, what was held back and by what
 * @param created wall clock, for display
 */
public record DecisionRecord(long id, long resourceId, long version, Optional<HAState> from, Optional<HAState> to,
        List<HAEvent> events, String reason, Instant created) {
}
