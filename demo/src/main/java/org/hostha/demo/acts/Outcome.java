package org.hostha.demo.acts;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of an act.
 *
 * @param state     the HA state at the end
 * @param fencedAfter from the failure to Fenced
 * @param budget    the computed worst case of that
 * @param power     what the BMC says, asked by {@code ipmitool}
 * @param vms       where each VM of the host is at the end: by the API, and confirmed by the process table
 * @param failures  in what the act differs from what was expected; empty when it holds
 */
public record Outcome(Act act, String state, Optional<Duration> fencedAfter, Duration budget, String power,
        Map<String, String> vms, List<String> failures) {

    /** Whether everything was as expected. */
    public boolean holds() {
        return failures.isEmpty();
    }
}
