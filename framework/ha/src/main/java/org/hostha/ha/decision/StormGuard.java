package org.hostha.ha.decision;

import java.time.Duration;
import java.util.Optional;
import org.hostha.core.MonotonicTime;

/**
 * The storm guard of one cluster, a pure function over the cluster instead of a resource: when too many of its resources are
 * suspect at once, the fault is more likely ours, or the storage's, than theirs.
 *
 * @param closedUntil when it opens again, empty while it is open
 * @param level how many were suspect when it last closed: it closes again only for more than that
 */
public record StormGuard(Optional<MonotonicTime> closedUntil, int level) {

    public static final StormGuard OPEN = new StormGuard(Optional.empty(), 0);

    /**
     * The guard after a look at the cluster.
     *
     * @param resources that HA looks after in the cluster
     * @param suspects of them, that are Suspect or worse and not yet settled
     * @param share of the resources at which it closes, at least two
     * @param coolDown how long it stays closed
     */
    public StormGuard judge(int resources, int suspects, double share, Duration coolDown, MonotonicTime now) {
        if (closedUntil.isPresent()) {
            return now.reached(closedUntil.get()) ? new StormGuard(Optional.empty(), suspects) : this;
        }
        if (suspects >= limit(resources, share) && suspects > level) {
            return new StormGuard(Optional.of(now.plus(coolDown)), suspects);
        }
        return suspects < level ? new StormGuard(Optional.empty(), suspects) : this;
    }

    public boolean closed() {
        return closedUntil.isPresent();
    }

    /** How many suspects close it. */
    public static int limit(int resources, double share) {
        return Math.max(2, (int) Math.ceil(share * resources));
    }
}
