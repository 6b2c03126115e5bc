package org.hostha.ha;

import java.time.Duration;
import java.util.Optional;

/**
 * The timing and the thresholds by which a resource is judged. Providers build it from their settings; the decision core
 * reads nothing else.
 *
 * @param healthInterval between two health checks
 * @param healthTimeout deadline of one
 * @param activityInterval between two rounds of investigation
 * @param activityTimeout deadline of one round
 * @param evidenceWindow how long a resource must have been watched before a round can say DEAD; the time budget knows it
 * @param activityChecks rounds before a verdict
 * @param activityFailureRatio a verdict is DEAD when more than this share of the rounds was DEAD
 * @param degradedPeriod how long a degraded resource rests before it is investigated again
 * @param recoveryAttempts recoveries before fencing; 0 fences at once
 * @param recoverTimeout hard wall of a recovery's power command, and bound of the reading that verifies it
 * @param recoverWait how long a recovered resource may take to come back
 * @param fenceTimeout hard wall of a fence's power command, and bound of the reading that verifies it
 * @param fenceRetry first pause before a failed fence is tried again; doubles each time
 * @param fenceRetryMax the longest such pause
 * @param powerProofReadings readings of Off that prove a power loss
 * @param powerInterval between two readings of the power
 * @param powerTimeout deadline of one reading
 * @param releaseTimeout how long a power-on waits for the release of the VMs
 * @param fenceUnknownAfter fence a resource about which nothing can be found out for this long; empty holds and alerts
 * @param trustRecoveryReport a power-on that was reported done counts as recovered; for instrumented providers that have no
 *     power to read
 */
public record HAPolicy(
        Duration healthInterval,
        Duration healthTimeout,
        Duration activityInterval,
        Duration activityTimeout,
        Duration evidenceWindow,
        int activityChecks,
        double activityFailureRatio,
        Duration degradedPeriod,
        int recoveryAttempts,
        Duration recoverTimeout,
        Duration recoverWait,
        Duration fenceTimeout,
        Duration fenceRetry,
        Duration fenceRetryMax,
        int powerProofReadings,
        Duration powerInterval,
        Duration powerTimeout,
        Duration releaseTimeout,
        Optional<Duration> fenceUnknownAfter,
        boolean trustRecoveryReport) {

    public HAPolicy {
        if (activityChecks < 1 || powerProofReadings < 1 || recoveryAttempts < 0) {
            throw new IllegalArgumentException("activity checks " + activityChecks + " and power readings " + powerProofReadings
                    + " must be at least 1, recovery attempts " + recoveryAttempts + " at least 0");
        }
        if (healthInterval.plus(healthTimeout).isZero()) {
            throw new IllegalArgumentException("health checks without interval and timeout would never rest");
        }
    }

    /**
     * The worst case from a failure to Fenced, for a resource that is silent and whose BMC works: the health check that
     * just passed, the one that fails, the rounds of investigation that see too little, those that count, every recovery that
     * brings nothing back, the fence.
     */
    public Duration timeBudget() {
        Duration recoveries = recoverTimeout.multipliedBy(2).plus(releaseTimeout).plus(recoverTimeout).plus(recoverWait)
                .multipliedBy(recoveryAttempts);
        return verdict().plus(recoveries).plus(fenceTimeout.multipliedBy(2));
    }

    /**
     * The worst case from a failure to the release of the VMs, for a resource that is silent and whose BMC works: they don't
     * wait for a recovery's return, only for its power to be seen off.
     */
    public Duration releaseBudget() {
        return verdict().plus((recoveryAttempts > 0 ? recoverTimeout : fenceTimeout).multipliedBy(2));
    }

    /** The same for a resource that has lost its power, and whose BMC has not: no round of investigation is waited for. */
    public Duration powerLossBudget() {
        return detection().plus(powerTimeout.multipliedBy(powerProofReadings))
                .plus(powerInterval.multipliedBy(powerProofReadings - 1L)).plus(fenceTimeout.multipliedBy(2));
    }

    private Duration detection() {
        return healthInterval.plus(healthTimeout);
    }

    private Duration verdict() {
        Duration round = activityTimeout.plus(activityInterval);
        return detection().plus(evidenceWindow.isZero() ? round.multipliedBy(activityChecks)
                : evidenceWindow.plus(round.multipliedBy(activityChecks + 1L)));
    }

    /** The pause before try number {@code attempt} (from 1) of a fence that failed: doubled each time, up to the longest. */
    public Duration fenceRetry(int attempt) {
        Duration pause = fenceRetry;
        for (int i = 1; i < attempt && pause.compareTo(fenceRetryMax) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(fenceRetryMax) < 0 ? pause : fenceRetryMax;
    }
}
