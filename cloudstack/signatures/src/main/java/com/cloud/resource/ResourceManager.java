package com.cloud.resource;

import com.cloud.host.Host;
import com.cloud.utils.fsm.NoTransitionException;
import org.apache.cloudstack.framework.config.Configurable;

/** Declaration only; see the README of this module. */
public interface ResourceManager extends ResourceService, Configurable {
    boolean cancelMaintenance(long id);
    boolean resourceStateTransitTo(Host host, ResourceState.Event event, long id) throws NoTransitionException;
}
