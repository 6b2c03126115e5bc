package com.cloud.resource;

import com.cloud.dc.DataCenter;
import com.cloud.host.Host;
import com.cloud.org.Cluster;

/** Declaration only; see the README of this module. */
public interface ResourceService {
    Host getHost(long id);
    Cluster getCluster(Long number);
    DataCenter getZone(Long number);
}
