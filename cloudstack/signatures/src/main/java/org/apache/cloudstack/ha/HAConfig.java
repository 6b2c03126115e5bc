package org.apache.cloudstack.ha;

import com.cloud.utils.fsm.StateMachine2;
import com.cloud.utils.fsm.StateObject;
import org.apache.cloudstack.api.InternalIdentity;
import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public interface HAConfig extends StateObject<HAConfig.HAState>, InternalIdentity {
    long getResourceId();
    HAResource.ResourceType getResourceType();
    boolean isEnabled();
    HAConfig.HAState getState();
    String getHaProvider();
    Long getManagementServerId();

    public enum Event {
        Eligible, Ineligible, Disabled, Enabled, HealthCheckPassed, HealthCheckFailed, PerformActivityCheck,
                TooFewActivityCheckSamples, PeriodicRecheckResourceActivity, ActivityCheckFailureOverThresholdRatio,
                ActivityCheckFailureUnderThresholdRatio, PowerCycle, Recovered, RetryRecovery,
                RecoveryWaitPeriodTimeout, RecoveryOperationThresholdExceeded, RetryFencing, Fenced;
        public Long getServerId() {
            return Signature.value();
        }
    }

    public enum HAState {
        Disabled, Available, Ineligible, Suspect, Degraded, Checking, Recovering, Recovered, Fencing, Fenced;
        public static StateMachine2<HAConfig.HAState, HAConfig.Event, HAConfig> getStateMachine() {
            return Signature.value();
        }
        public String getDescription() {
            return Signature.value();
        }
    }
}
