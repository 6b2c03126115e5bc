package org.hostha.ha;

import static org.hostha.ha.HAEvent.ActivityCheckFailureOverThresholdRatio;
import static org.hostha.ha.HAEvent.ActivityCheckFailureUnderThresholdRatio;
import static org.hostha.ha.HAEvent.Eligible;
import static org.hostha.ha.HAEvent.Enabled;
import static org.hostha.ha.HAEvent.HealthCheckFailed;
import static org.hostha.ha.HAEvent.HealthCheckPassed;
import static org.hostha.ha.HAEvent.PerformActivityCheck;
import static org.hostha.ha.HAEvent.PeriodicRecheckResourceActivity;
import static org.hostha.ha.HAEvent.RecoveryOperationThresholdExceeded;
import static org.hostha.ha.HAEvent.RecoveryWaitPeriodTimeout;
import static org.hostha.ha.HAEvent.RetryFencing;
import static org.hostha.ha.HAEvent.RetryRecovery;
import static org.hostha.ha.HAEvent.TooFewActivityCheckSamples;
import static org.hostha.ha.HAState.Available;
import static org.hostha.ha.HAState.Checking;
import static org.hostha.ha.HAState.Degraded;
import static org.hostha.ha.HAState.Fencing;
import static org.hostha.ha.HAState.Recovering;
import static org.hostha.ha.HAState.Suspect;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CloudStack 4.22's table of HA states, whole. What is not in it is refused. {@code (new)} stands for a resource that has
 * been configured but never enabled, which CloudStack stores as NULL.
 *
 * <pre>
 * from        event                                    to
 * ----------  ---------------------------------------  ----------
 * (new)       Disabled                                 Disabled
 * (new)       Enabled                                  Available
 * (new)       Ineligible                               Ineligible
 * Disabled    Enabled                                  Available
 * Ineligible  Disabled                                 Disabled
 * Ineligible  Ineligible                               Ineligible
 * Ineligible  Eligible                                 Available
 * Available   Disabled                                 Disabled
 * Available   Ineligible                               Ineligible
 * Available   HealthCheckPassed                        Available
 * Available   HealthCheckFailed                        Suspect
 * Suspect     Disabled                                 Disabled
 * Suspect     Ineligible                               Ineligible
 * Suspect     HealthCheckFailed                        Suspect
 * Suspect     PerformActivityCheck                     Checking
 * Suspect     HealthCheckPassed                        Available
 * Checking    Disabled                                 Disabled
 * Checking    Ineligible                               Ineligible
 * Checking    TooFewActivityCheckSamples               Suspect
 * Checking    ActivityCheckFailureUnderThresholdRatio  Degraded
 * Checking    ActivityCheckFailureOverThresholdRatio   Recovering
 * Degraded    Disabled                                 Disabled
 * Degraded    Ineligible                               Ineligible
 * Degraded    HealthCheckFailed                        Degraded
 * Degraded    HealthCheckPassed                        Available
 * Degraded    PeriodicRecheckResourceActivity          Suspect
 * Recovering  Disabled                                 Disabled
 * Recovering  Ineligible                               Ineligible
 * Recovering  RetryRecovery                            Recovering
 * Recovering  Recovered                                Recovered
 * Recovering  RecoveryOperationThresholdExceeded       Fencing
 * Recovered   Disabled                                 Disabled
 * Recovered   Ineligible                               Ineligible
 * Recovered   RecoveryWaitPeriodTimeout                Available
 * Fencing     Disabled                                 Disabled
 * Fencing     Ineligible                               Ineligible
 * Fencing     RetryFencing                             Fencing
 * Fencing     Fenced                                   Fenced
 * Fenced      Disabled                                 Disabled
 * Fenced      HealthCheckPassed                        Ineligible
 * Fenced      HealthCheckFailed                        Fenced
 * </pre>
 */
public final class HAStateMachine {

    /** One row of the table; {@code from} is empty for a resource that has no state yet. */
    public record Transition(Optional<HAState> from, HAEvent event, HAState to) { }

    /** An event that the table does not allow in a state. */
    public static final class IllegalTransitionException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        IllegalTransitionException(Optional<HAState> from, HAEvent event) {
            super("no transition from " + from.map(HAState::name).orElse("(new)") + " on " + event + ": "
                    + from.map(HAState::name).orElse("(new)") + " allows " + row(from).keySet());
        }
    }

    private static final List<Transition> TABLE = new ArrayList<>();
    private static final Map<Optional<HAState>, Map<HAEvent, HAState>> NEXT = new HashMap<>();

    static {
        row(null, HAEvent.Disabled, HAState.Disabled);
        row(null, Enabled, Available);
        row(null, HAEvent.Ineligible, HAState.Ineligible);
        row(HAState.Disabled, Enabled, Available);
        leave(HAState.Ineligible);
        row(HAState.Ineligible, Eligible, Available);
        leave(Available);
        row(Available, HealthCheckPassed, Available);
        row(Available, HealthCheckFailed, Suspect);
        leave(Suspect);
        row(Suspect, HealthCheckFailed, Suspect);
        row(Suspect, PerformActivityCheck, Checking);
        row(Suspect, HealthCheckPassed, Available);
        leave(Checking);
        row(Checking, TooFewActivityCheckSamples, Suspect);
        row(Checking, ActivityCheckFailureUnderThresholdRatio, Degraded);
        row(Checking, ActivityCheckFailureOverThresholdRatio, Recovering);
        leave(Degraded);
        row(Degraded, HealthCheckFailed, Degraded);
        row(Degraded, HealthCheckPassed, Available);
        row(Degraded, PeriodicRecheckResourceActivity, Suspect);
        leave(Recovering);
        row(Recovering, RetryRecovery, Recovering);
        row(Recovering, HAEvent.Recovered, HAState.Recovered);
        row(Recovering, RecoveryOperationThresholdExceeded, Fencing);
        leave(HAState.Recovered);
        row(HAState.Recovered, RecoveryWaitPeriodTimeout, Available);
        leave(Fencing);
        row(Fencing, RetryFencing, Fencing);
        row(Fencing, HAEvent.Fenced, HAState.Fenced);
        row(HAState.Fenced, HAEvent.Disabled, HAState.Disabled);
        row(HAState.Fenced, HealthCheckPassed, HAState.Ineligible);
        row(HAState.Fenced, HealthCheckFailed, HAState.Fenced);
    }

    private HAStateMachine() {
    }

    /** The whole table, in the order above. */
    public static List<Transition> table() {
        return List.copyOf(TABLE);
    }

    /** True when the table allows {@code event} in {@code from}. */
    public static boolean allows(Optional<HAState> from, HAEvent event) {
        return row(from).containsKey(event);
    }

    /**
     * Where {@code event} leads.
     *
     * @throws IllegalTransitionException naming state and event, when the table has no such row
     */
    public static HAState next(Optional<HAState> from, HAEvent event) {
        HAState to = row(from).get(event);
        if (to == null) {
            throw new IllegalTransitionException(from, event);
        }
        return to;
    }

    private static void leave(HAState from) {
        row(from, HAEvent.Disabled, HAState.Disabled);
        row(from, HAEvent.Ineligible, HAState.Ineligible);
    }

    private static void row(HAState from, HAEvent event, HAState to) {
        Optional<HAState> origin = Optional.ofNullable(from);
        TABLE.add(new Transition(origin, event, to));
        NEXT.computeIfAbsent(origin, k -> new EnumMap<>(HAEvent.class)).put(event, to);
    }

    private static Map<HAEvent, HAState> row(Optional<HAState> from) {
        return NEXT.getOrDefault(from, Map.of());
    }
}
