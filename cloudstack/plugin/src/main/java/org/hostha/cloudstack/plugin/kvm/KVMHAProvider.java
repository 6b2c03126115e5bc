package org.hostha.cloudstack.plugin.kvm;

import com.cloud.host.Host;
import com.cloud.resource.ResourceState;
import com.cloud.utils.component.AdapterBase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.cloudstack.framework.config.ConfigKey;
import org.apache.cloudstack.framework.config.Configurable;
import org.apache.cloudstack.ha.HAConfig;
import org.apache.cloudstack.ha.HAResource;
import org.apache.cloudstack.ha.provider.HACheckerException;
import org.apache.cloudstack.ha.provider.HAFenceException;
import org.apache.cloudstack.ha.provider.HARecoveryException;
import org.apache.cloudstack.ha.provider.HostHAProvider;
import org.hostha.cloudstack.plugin.inventory.HostRow;
import org.hostha.cloudstack.plugin.settings.ConfigKeys;
import org.hostha.cloudstack.plugin.settings.PluginSettings;
import org.hostha.core.Resource;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.Verdict;
import org.hostha.ha.spi.HAProvider;
import org.joda.time.DateTime;

/**
 * The bean of our KVM provider: what CloudStack registers and lists. Its simple name is the key in {@code ha_config}. The engine
 * works with what stands behind it; whoever else asks it a question gets the same answer, but it takes no power at anybody
 * else's word.
 */
public final class KVMHAProvider extends AdapterBase implements HostHAProvider, Configurable {

    private static final String ORDERS = "power is taken by the HA manager alone: enable HA for the host";
    private static final long SLACK_SECONDS = 5;

    private volatile HAProvider behind;

    /** @param provider what answers */
    public void standFor(HAProvider provider) {
        behind = provider;
    }

    @Override
    public HAResource.ResourceType resourceType() {
        return HAResource.ResourceType.Host;
    }

    @Override
    public HAResource.ResourceSubType resourceSubType() {
        return HAResource.ResourceSubType.KVM;
    }

    @Override
    public boolean isDisabled(Host host) {
        return host.getResourceState() == ResourceState.Disabled;
    }

    @Override
    public boolean isInMaintenanceMode(Host host) {
        return host.isInMaintenanceStates();
    }

    @Override
    public boolean isEligible(Host host) {
        HAProvider provider = behind;
        return provider != null && host != null && provider.eligibility(resource(host)).eligible();
    }

    @Override
    public boolean isHealthy(Host host) throws HACheckerException {
        HAProvider provider = asked();
        Duration deadline = provider.policy(resource(host)).healthTimeout();
        return isAlive(provider.checkHealth(resource(host), deadline), deadline);
    }

    @Override
    public boolean hasActivity(Host host, DateTime since) throws HACheckerException {
        HAProvider provider = asked();
        Duration deadline = provider.policy(resource(host)).activityTimeout();
        return isAlive(provider.checkActivity(resource(host), deadline), deadline);
    }

    private HAProvider asked() throws HACheckerException {
        HAProvider provider = behind;
        if (provider == null) {
            throw new HACheckerException("Host HA has not started", null);
        }
        return provider;
    }

    private static boolean isAlive(CompletableFuture<Evidence> answer, Duration deadline)
            throws HACheckerException {
        try {
            Evidence evidence = answer.get(deadline.toSeconds() + SLACK_SECONDS, TimeUnit.SECONDS);
            if (evidence.verdict() == Verdict.UNKNOWN) {
                throw new HACheckerException(evidence.toString(), null);
            }
            return evidence.verdict() == Verdict.ALIVE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HACheckerException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new HACheckerException("could not be found out: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean recover(Host host) throws HARecoveryException {
        throw new HARecoveryException(ORDERS, null);
    }

    @Override
    public boolean fence(Host host) throws HAFenceException {
        throw new HAFenceException(ORDERS, null);
    }

    /** Done by the HA manager, from the record of what was seen off. */
    @Override
    public void fenceSubResources(Host host) {
    }

    /** Done by the HA manager. */
    @Override
    public void enableMaintenance(Host host) {
    }

    /** Done by the HA manager, which knows what was seen. */
    @Override
    public void sendAlert(Host host, HAConfig.HAState state) {
    }

    @Override
    public Object getConfigValue(HAProviderConfig name, Host host) {
        HAProvider provider = behind;
        if (provider == null) {
            return null;
        }
        HAPolicy policy = provider.policy(resource(host));
        return switch (name) {
            case HealthCheckTimeout -> policy.healthTimeout().toSeconds();
            case ActivityCheckTimeout -> policy.activityTimeout().toSeconds();
            case RecoveryTimeout -> policy.recoverTimeout().toSeconds();
            case FenceTimeout -> policy.fenceTimeout().toSeconds();
            case ActivityCheckFailureRatio -> policy.activityFailureRatio();
            case MaxActivityChecks -> (long) policy.activityChecks();
            case MaxRecoveryAttempts -> (long) policy.recoveryAttempts();
            case MaxActivityCheckInterval -> policy.activityInterval().toSeconds();
            case MaxDegradedWaitTimeout -> policy.degradedPeriod().toSeconds();
            case RecoveryWaitTimeout -> policy.recoverWait().toSeconds();
        };
    }

    private static Resource resource(Host host) {
        return HostRow.resource(host);
    }

    /** CloudStack's own component of these settings: registered under another one, they would clash. */
    @Override
    public String getConfigComponentName() {
        return "KVMHAConfig";
    }

    @Override
    public ConfigKey<?>[] getConfigKeys() {
        return ConfigKeys.of(PluginSettings.ofKvm());
    }
}
