package org.apache.cloudstack.ha;

import com.cloud.ha.Investigator;
import com.cloud.host.Host;
import com.cloud.host.Status;
import org.apache.cloudstack.ha.provider.HAProvider;

/** Declaration only; see the README of this module. */
public interface HAManager extends HAConfigManager {
    boolean transitionHAState(HAConfig.Event event, HAConfig haConfig);
    HAProvider<?> getHAProvider(String text);
    HAResourceCounter getHACounter(Long number, HAResource.ResourceType resourceType);
    void purgeHACounter(Long number, HAResource.ResourceType resourceType);
    boolean isHAEligible(HAResource haResource);
    Boolean isVMAliveOnHost(Host host) throws Investigator.UnknownVM;
    Status getHostStatus(Host host);
}
