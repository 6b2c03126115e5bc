package org.hostha.ha.decision;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.hostha.core.MonotonicTime;
import org.hostha.ha.HAState;

/**
 * The storm guard of one cluster, a pure function over the cluster instead of a resource: when too many of its resources are
 * suspect at once, the fault is more likely ours, or the storage's, than theirs.
 *
 * @param closedUntil when it opens again, empty while it is open
 * @param level how many were suspect when it last opened: it closes again only for more than that, until there are too few
 *     to close it at all
 */
public record StormGuard(Optional<MonotonicTime> closedUntil, int level) {

    public static final StormGuard OPEN = new StormGuard(Optional.empty(), 0);

    private static final Set<HAState> SETTLED = Set.of(HAState.Available, HAState.Degraded, HAState.Recovered, HAState.Fenced,
            HAState.Disabled, HAState.Ineligible);

    /**
     * The guard after a look at the cluster.
     *
     * @param resources that HA looks after in the cluster
     * @param suspects of them, that are Suspect or worse and not yet settled
     * @param share of the resources at which it closes, at least two
     * @param coolDown how long it stays closed
     */
    public StormGuard judge(int resources, int suspects, double share, Duration coolDown, MonotonicTime now) {
        boolean many = suspects >= limit(resources, share);
        if (closedUntil.isPresent()) {
            return now.reached(closedUntil.get()) ? new StormGuard(Optional.empty(), many ? suspects : 0) : this;
        }
        if (many && suspects > level) {
            return new StormGuard(Optional.of(now.plus(coolDown)), suspects);
        }
        return many ? this : OPEN;
    }

    public boolean closed() {
        return closedUntil.isPresent();
    }

    /** How many resources may be recovered or fenced at once while it is open: fewer than would close it, had they been seen. */
    public int permits(int resources, double share) {
        return Math.max(limit(resources, share) - 1, level);
    }

    /** How many suspects close it: never more than there are resources, whatever the share, where there are two. */
    public static int limit(int resources, double share) {
        return Math.max(2, (int) Math.ceil(Math.min(1, share) * resources));
    }

    /** Whether a resource in that state counts: Suspect or worse, and not settled. */
    public static boolean suspects(Optional<HAState> state) {
        return state.isPresent() && !SETTLED.contains(state.get());
    }
}
