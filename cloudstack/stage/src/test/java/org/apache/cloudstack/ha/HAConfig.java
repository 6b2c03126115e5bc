package org.apache.cloudstack.ha;

import com.cloud.utils.fsm.StateMachine2;
import com.cloud.utils.fsm.StateObject;
import org.apache.cloudstack.api.InternalIdentity;
import org.hostha.cloudstack.stage.Tables;

/** CloudStack's, with a state machine that works. */
public interface HAConfig extends StateObject<HAConfig.HAState>, InternalIdentity {

    long getResourceId();

    HAResource.ResourceType getResourceType();

    boolean isEnabled();

    HAConfig.HAState getState();

    String getHaProvider();

    Long getManagementServerId();

    enum Event {
        Eligible, Ineligible, Disabled, Enabled, HealthCheckPassed, HealthCheckFailed, PerformActivityCheck,
        TooFewActivityCheckSamples, PeriodicRecheckResourceActivity, ActivityCheckFailureOverThresholdRatio,
        ActivityCheckFailureUnderThresholdRatio, PowerCycle, Recovered, RetryRecovery, RecoveryWaitPeriodTimeout,
        RecoveryOperationThresholdExceeded, RetryFencing, Fenced;

        public Long getServerId() {
            return 1L;
        }
    }

    enum HAState {
        Disabled, Available, Ineligible, Suspect, Degraded, Checking, Recovering, Recovered, Fencing, Fenced;

        private static final StateMachine2<HAState, Event, HAConfig> FSM = Tables.machine("ha", HAState.class, Event.class);

        public static StateMachine2<HAState, Event, HAConfig> getStateMachine() {
            return FSM;
        }

        public String getDescription() {
            return name();
        }
    }
}
