package org.hostha.cloudstack.plugin.provider;

import com.cloud.host.Host;
import com.cloud.utils.component.AdapterBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.cloudstack.ha.HAConfig;
import org.apache.cloudstack.ha.HAResource;
import org.apache.cloudstack.ha.provider.HostHAProvider;
import org.joda.time.DateTime;

/** A provider written for CloudStack, whose answers a test sets. */
public class FlagProvider extends AdapterBase implements HostHAProvider {

    private final HAResource.ResourceSubType subType;
    public volatile boolean eligible = true;
    public volatile boolean healthy = true;
    public volatile boolean active;
    public volatile boolean recovers;
    public volatile boolean fences;
    private final List<String> calls = new CopyOnWriteArrayList<>();

    public FlagProvider(HAResource.ResourceSubType subType) {
        this.subType = subType;
    }

    public List<String> calls() {
        return calls;
    }

    @Override
    public HAResource.ResourceType resourceType() {
        return HAResource.ResourceType.Host;
    }

    @Override
    public HAResource.ResourceSubType resourceSubType() {
        return subType;
    }

    @Override
    public boolean isDisabled(Host host) {
        return false;
    }

    @Override
    public boolean isInMaintenanceMode(Host host) {
        return false;
    }

    @Override
    public boolean isEligible(Host host) {
        return eligible;
    }

    @Override
    public boolean isHealthy(Host host) {
        return healthy;
    }

    @Override
    public boolean hasActivity(Host host, DateTime since) {
        return active;
    }

    @Override
    public boolean recover(Host host) {
        calls.add("recover");
        return recovers;
    }

    @Override
    public boolean fence(Host host) {
        calls.add("fence");
        return fences;
    }

    @Override
    public void fenceSubResources(Host host) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void enableMaintenance(Host host) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sendAlert(Host host, HAConfig.HAState state) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object getConfigValue(HAProviderConfig name, Host host) {
        return switch (name) {
            case HealthCheckTimeout, ActivityCheckTimeout, RecoveryTimeout, FenceTimeout -> 5L;
            case ActivityCheckFailureRatio -> active ? 1.0 : 0.0;
            case MaxActivityChecks -> 3L;
            case MaxRecoveryAttempts -> 1L;
            case MaxActivityCheckInterval, MaxDegradedWaitTimeout, RecoveryWaitTimeout -> 1L;
        };
    }
}
