package org.hostha.cloudstack.plugin.provider;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.cloudstack.ha.HAResourceCounter;
import org.hostha.ha.Stored;

/** CloudStack's counters of hosts, kept at what our cases have counted: other code reads them. */
public final class HACounters {

    private final Map<Long, HAResourceCounter> counters = new ConcurrentHashMap<>();

    /** The host's counter, made when there is none. */
    public HAResourceCounter of(long hostId) {
        return counters.computeIfAbsent(hostId, id -> new HAResourceCounter());
    }

    /** Forgets it, because somebody wants it to begin anew. */
    public void purge(long hostId) {
        counters.remove(hostId);
    }

    void follow(long hostId, Stored stored) {
        HAResourceCounter counter = of(hostId);
        counter.resetActivityCounter();
        for (int i = 0; i < stored.activityChecks(); i++) {
            counter.incrActivityCounter(i < stored.activityFailures());
        }
        counter.resetRecoveryCounter();
        for (int i = 0; i < stored.recoveries(); i++) {
            counter.incrRecoveryCounter();
        }
    }
}
