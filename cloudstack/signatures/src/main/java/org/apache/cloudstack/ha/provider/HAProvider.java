package org.apache.cloudstack.ha.provider;

import com.cloud.utils.component.Adapter;
import org.apache.cloudstack.ha.HAConfig;
import org.apache.cloudstack.ha.HAResource;
import org.joda.time.DateTime;

/** Declaration only; see the README of this module. */
public interface HAProvider<R extends HAResource> extends Adapter {
    HAResource.ResourceType resourceType();
    HAResource.ResourceSubType resourceSubType();
    boolean isDisabled(R resource);
    boolean isInMaintenanceMode(R resource);
    boolean isEligible(R resource);
    boolean isHealthy(R resource) throws HACheckerException;
    boolean hasActivity(R resource, DateTime since) throws HACheckerException;
    boolean recover(R resource) throws HARecoveryException;
    boolean fence(R resource) throws HAFenceException;
    void fenceSubResources(R resource);
    void enableMaintenance(R resource);
    void sendAlert(R resource, HAConfig.HAState state);
    Object getConfigValue(HAProviderConfig name, R resource);

    public enum HAProviderConfig {
        HealthCheckTimeout, ActivityCheckTimeout, RecoveryTimeout, FenceTimeout, ActivityCheckFailureRatio,
                MaxActivityChecks, MaxRecoveryAttempts, MaxActivityCheckInterval, MaxDegradedWaitTimeout,
                RecoveryWaitTimeout;
    }
}
