package org.hostha.ha.decision;

import java.time.Duration;
import java.util.Set;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;
import org.hostha.oobm.PowerReading;

/**
 * What can happen to a case. A result carries the attempt that it answers; the answer to an attempt that is no longer under
 * way moves nothing.
 */
public sealed interface Input {

    /**
     * This manager owns the case from now on, and the case holds what was found in its row.
     *
     * @param firstCheckIn when to begin with health checks, so that not all begin at once
     */
    record OwnershipGained(boolean enabled, Eligibility eligibility, Set<String> holds, Duration firstCheckIn)
            implements Input { }

    /** The switches of zone, cluster and resource, taken together, changed. */
    record SwitchTurned(boolean on) implements Input { }

    record EligibilityChanged(Eligibility eligibility) implements Input { }

    /** The guards that are closed changed. */
    record HoldsChanged(Set<String> holds) implements Input { }

    record HealthReported(long attempt, Evidence evidence) implements Input { }

    record ActivityReported(long attempt, Evidence evidence) implements Input { }

    /** A reading that failed comes as Unknown, with the failure as its detail. */
    record PowerRead(long attempt, PowerReading reading) implements Input { }

    /**
     * A power command has ended; nothing of it is sent any more.
     *
     * @param accepted the BMC said yes
     * @param mayHaveArrived false only when it is certain that the BMC did not get it
     */
    record CommandReturned(long attempt, boolean accepted, boolean mayHaveArrived, String answer) implements Input { }

    record ReleaseProgressed(long attempt, long releaseId, boolean drained, String report) implements Input { }

    /** The store would not let the last decision be armed: it did not happen. */
    record ArmingRefused(String reason) implements Input { }

    /**
     * Somebody has seen that the resource is off.
     *
     * @param words who, and why it is to be believed
     */
    record OperatorConfirmed(String words) implements Input { }

    /** Time has passed; every timer that is due by now counts. */
    record TimerDue() implements Input { }
}
