package org.apache.cloudstack.ha;

import com.cloud.dc.DataCenter;
import com.cloud.host.Host;
import com.cloud.host.Status;
import com.cloud.org.Cluster;
import com.cloud.utils.component.ManagerBase;
import com.cloud.utils.component.PluggableService;
import java.util.List;
import org.apache.cloudstack.ha.provider.HAProvider;

/** In the place of CloudStack's own: knows its providers, and that no host is looked after. */
public final class HAManagerImpl extends ManagerBase implements HAManager, PluggableService {

    private List<HAProvider<?>> haProviders = List.of();

    public void setHaProviders(List<HAProvider<?>> haProviders) {
        this.haProviders = haProviders;
    }

    @Override
    public List<Class<?>> getCommands() {
        return List.of();
    }

    @Override
    public HAProvider<?> getHAProvider(String name) {
        return haProviders.stream().filter(provider -> provider.getClass().getSimpleName().equalsIgnoreCase(name)).findAny()
                .orElse(null);
    }

    @Override
    public List<String> listHAProviders(HAResource.ResourceType type, HAResource.ResourceSubType subType) {
        return haProviders.stream().map(provider -> provider.getClass().getSimpleName()).toList();
    }

    @Override
    public boolean configureHA(Long id, HAResource.ResourceType type, String provider) {
        return false;
    }

    @Override
    public boolean enableHA(Long id, HAResource.ResourceType type) {
        return false;
    }

    @Override
    public boolean disableHA(Long id, HAResource.ResourceType type) {
        return false;
    }

    @Override
    public boolean enableHA(Cluster cluster) {
        return false;
    }

    @Override
    public boolean disableHA(Cluster cluster) {
        return false;
    }

    @Override
    public boolean enableHA(DataCenter zone) {
        return false;
    }

    @Override
    public boolean disableHA(DataCenter zone) {
        return false;
    }

    @Override
    public List<HAConfig> listHAResources(Long id, HAResource.ResourceType type) {
        return List.of();
    }

    @Override
    public boolean transitionHAState(HAConfig.Event event, HAConfig config) {
        return false;
    }

    @Override
    public HAResourceCounter getHACounter(Long id, HAResource.ResourceType type) {
        return new HAResourceCounter();
    }

    @Override
    public void purgeHACounter(Long id, HAResource.ResourceType type) {
    }

    @Override
    public boolean isHAEligible(HAResource resource) {
        return false;
    }

    @Override
    public Boolean isVMAliveOnHost(Host host) {
        return true;
    }

    @Override
    public Status getHostStatus(Host host) {
        return Status.Unknown;
    }
}
