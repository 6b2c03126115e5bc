package org.apache.cloudstack.kvm.ha;

import com.cloud.host.Host;
import com.cloud.utils.component.AdapterBase;
import org.apache.cloudstack.ha.HAConfig;
import org.apache.cloudstack.ha.HAResource;
import org.apache.cloudstack.ha.provider.HostHAProvider;
import org.joda.time.DateTime;

/** In the place of CloudStack's own; no host is eligible. */
public final class KVMHAProvider extends AdapterBase implements HostHAProvider {

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
        return false;
    }

    @Override
    public boolean isInMaintenanceMode(Host host) {
        return false;
    }

    @Override
    public boolean isEligible(Host host) {
        return false;
    }

    @Override
    public boolean isHealthy(Host host) {
        return false;
    }

    @Override
    public boolean hasActivity(Host host, DateTime since) {
        return false;
    }

    @Override
    public boolean recover(Host host) {
        return false;
    }

    @Override
    public boolean fence(Host host) {
        return false;
    }

    @Override
    public void fenceSubResources(Host host) {
    }

    @Override
    public void enableMaintenance(Host host) {
    }

    @Override
    public void sendAlert(Host host, HAConfig.HAState state) {
    }

    @Override
    public Object getConfigValue(HAProviderConfig name, Host host) {
        return null;
    }
}
