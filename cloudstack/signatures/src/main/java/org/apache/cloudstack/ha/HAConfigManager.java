package org.apache.cloudstack.ha;

import com.cloud.dc.DataCenter;
import com.cloud.org.Cluster;
import java.util.List;

/** Declaration only; see the README of this module. */
public interface HAConfigManager {
    boolean configureHA(Long number, HAResource.ResourceType resourceType, String text);
    boolean enableHA(Long number, HAResource.ResourceType resourceType);
    boolean disableHA(Long number, HAResource.ResourceType resourceType);
    boolean enableHA(Cluster cluster);
    boolean disableHA(Cluster cluster);
    boolean enableHA(DataCenter dataCenter);
    boolean disableHA(DataCenter dataCenter);
    List<HAConfig> listHAResources(Long id, HAResource.ResourceType type);
    List<String> listHAProviders(HAResource.ResourceType type, HAResource.ResourceSubType subType);
}
