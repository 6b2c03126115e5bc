package org.hostha.ha;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why a resource is in its state, as far as its owner knows.
 *
 * @param state where it stands
 * @param reason why
 * @param evidence what was last found out, by kind
 * @param holds guards that are closed, in words
 * @param nextDeadline when something will happen unless something else happens first, and what; empty when nothing is due
 * @param timeBudget worst case from failure to Fenced with the settings in force
 * @param vmHAStatus what VM HA is told
 */
public record Explanation(Optional<HAState> state, String reason, List<Finding> evidence, List<String> holds,
        Optional<String> nextDeadline, Duration timeBudget, VmHAStatus vmHAStatus) {

    /**
     * @param kind {@code health}, {@code activity} or {@code power}
     * @param age since it was found out
     */
    public record Finding(String kind, Evidence evidence, Duration age) { }
}
