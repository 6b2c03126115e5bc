package org.apache.cloudstack.ha;

import com.cloud.utils.fsm.StateMachine2;
import com.cloud.utils.fsm.StateObject;
import java.util.Arrays;
import java.util.Optional;
import org.apache.cloudstack.api.InternalIdentity;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAStateMachine;

/** CloudStack's, as far as the plugin feels it. */
public interface HAConfig extends StateObject<HAConfig.HAState>, InternalIdentity {
    long getResourceId();

    HAResource.ResourceType getResourceType();

    boolean isEnabled();

    HAState getState();

    String getHaProvider();

    Long getManagementServerId();

    enum Event {
        Eligible, Ineligible, Disabled, Enabled, HealthCheckPassed, HealthCheckFailed, PerformActivityCheck,
        TooFewActivityCheckSamples, PeriodicRecheckResourceActivity, ActivityCheckFailureOverThresholdRatio,
        ActivityCheckFailureUnderThresholdRatio, PowerCycle, Recovered, RetryRecovery, RecoveryWaitPeriodTimeout,
        RecoveryOperationThresholdExceeded, RetryFencing, Fenced
    }

    enum HAState {
        Disabled, Available, Ineligible, Suspect, Degraded, Checking, Recovering, Recovered, Fencing, Fenced;

        private static final StateMachine2<HAState, Event, HAConfig> MACHINE = machine();

        public static StateMachine2<HAState, Event, HAConfig> getStateMachine() {
            return MACHINE;
        }

        /** The table is the same: a test of its own says so. */
        private static StateMachine2<HAState, Event, HAConfig> machine() {
            StateMachine2<HAState, Event, HAConfig> machine = new StateMachine2<>();
            for (HAEvent event : HAEvent.values()) {
                add(machine, null, event);
                Arrays.stream(values()).forEach(state -> add(machine, state, event));
            }
            return machine;
        }

        private static void add(StateMachine2<HAState, Event, HAConfig> machine, HAState from, HAEvent event) {
            Optional<org.hostha.ha.HAState> ours = Optional.ofNullable(from).map(state -> org.hostha.ha.HAState.valueOf(state.name()));
            if (HAStateMachine.allows(ours, event)) {
                machine.addTransition(from, Event.valueOf(event.name()), valueOf(HAStateMachine.next(ours, event).name()));
            }
        }
    }
}
