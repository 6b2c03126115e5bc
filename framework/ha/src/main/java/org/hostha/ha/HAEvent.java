package org.hostha.ha;

/** What moves a resource from state to state, in CloudStack's words ({@code HAConfig.Event}). */
public enum HAEvent {
    Eligible,
    Ineligible,
    Disabled,
    Enabled,
    HealthCheckPassed,
    HealthCheckFailed,
    PerformActivityCheck,
    TooFewActivityCheckSamples,
    PeriodicRecheckResourceActivity,
    ActivityCheckFailureOverThresholdRatio,
    ActivityCheckFailureUnderThresholdRatio,
    Recovered,
    RetryRecovery,
    RecoveryWaitPeriodTimeout,
    RecoveryOperationThresholdExceeded,
    RetryFencing,
    Fenced
}
