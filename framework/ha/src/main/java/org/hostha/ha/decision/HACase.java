package org.hostha.ha.decision;

import java.util.Map;
import java.util.Optional;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Resource;
import org.hostha.ha.Stored;

/**
 * All that is known about one resource at one moment.
 *
 * @param resource whom it is about
 * @param version of the stored part
 * @param stored survives the owner
 * @param watch does not
 * @param reason why it is in its state, for people
 */
public record HACase(Resource resource, long version, Stored stored, Watch watch, String reason) {

    /** A case as a new owner finds it. */
    public static HACase found(Resource resource, long version, Stored stored, String reason) {
        return new HACase(resource, version, stored, Watch.NOTHING, reason);
    }

    /** When something is due next, and what. */
    public Optional<Map.Entry<Timer, MonotonicTime>> nextTimer() {
        return watch.timers().entrySet().stream().min(Map.Entry.comparingByValue());
    }
}
