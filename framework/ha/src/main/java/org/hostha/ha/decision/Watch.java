package org.hostha.ha.decision;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hostha.core.MonotonicTime;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;

/**
 * What the present owner has seen and waits for. A new owner starts with {@link #NOTHING} and looks again.
 *
 * @param enabled all switches are on
 * @param eligibility as last told
 * @param holds guards that are closed, in words; nothing destructive is armed while there is one
 * @param sightings the last evidence of each kind
 * @param unknownHealth health checks in a row that found out nothing
 * @param silentSince the first health check since the last ALIVE that was not
 * @param offReadings readings of Off in a row, without any sign of life in between, while investigating
 * @param atWork its workloads were at work when they were looked at last, since it has fallen silent
 * @param offDoubted workloads were seen at work although the power read Off
 * @param readsOn the last reading of the power was On
 * @param verified readings of Off in a row, in fresh sessions, since the last force-off
 * @param verifyUntil when the verification of the last force-off is given up
 * @param lastCommand the newest attempt when the last power command ended: what was asked up to then says nothing about
 *     what came after it
 * @param alerted an alert about the present trouble has been sent
 * @param attempts the newest attempt number
 * @param inFlight attempt number of each task under way
 * @param timers what is due when
 */
public record Watch(boolean enabled, Eligibility eligibility, Set<String> holds, Map<Task, Sighting> sightings,
        int unknownHealth, Optional<MonotonicTime> silentSince, int offReadings, boolean atWork, boolean offDoubted,
        boolean readsOn, int verified, Optional<MonotonicTime> verifyUntil, long lastCommand, boolean alerted, long attempts,
        Map<Task, Long> inFlight, Map<Timer, MonotonicTime> timers) {

    /** Evidence and when it came. */
    public record Sighting(Evidence evidence, MonotonicTime at) { }

    /** Nothing seen, nothing awaited, switched off. */
    public static final Watch NOTHING = new Watch(false, Eligibility.ineligible("not looked at yet"), Set.of(), Map.of(), 0,
            Optional.empty(), 0, false, false, false, 0, Optional.empty(), 0, false, 0, Map.of(), Map.of());
}
