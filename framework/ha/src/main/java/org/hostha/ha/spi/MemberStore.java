package org.hostha.ha.spi;

import java.util.Map;
import java.util.Optional;

/**
 * Where managers that share a database leave their signs of life: a row for each, with a number that grows. Calls
 * block. No time is stored: whoever reads judges by his own clock whether a row has changed.
 */
public interface MemberStore {

    /**
     * Makes the manager's row this run's: an earlier run of the same manager, which may only be paused, has lost it.
     *
     * @param run tells the runs of one manager apart
     */
    void join(long manager, long run);

    /**
     * Raises the number in the manager's row and reads all rows, in this order.
     *
     * @return the number of each manager, empty when the row belongs to another run of this manager by now
     */
    Optional<Map<Long, Long>> renew(long manager, long run);

    /** Takes the row away, if it is still this run's: others need not wait for its silence. */
    void leave(long manager, long run);
}
