package org.hostha.cloudstack.plugin.provider;

import com.cloud.utils.fsm.NoTransitionException;
import java.util.Optional;
import org.apache.cloudstack.ha.HAConfig;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Resource;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAState;
import org.hostha.ha.Stored;

/**
 * CloudStack's state machine of HA is one object that anybody may listen to. Each edge that our engine has walked, and stored, is
 * walked on it as well, so that its listeners hear of it and find the counters current.
 */
public final class SharedStateMachine {

    private static final Logger LOG = LogManager.getLogger(SharedStateMachine.class);

    private final HACounters counters;
    private final long msid;

    public SharedStateMachine(HACounters counters, long msid) {
        this.counters = counters;
        this.msid = msid;
    }

    void walked(String provider, Resource host, Optional<HAState> from, HAEvent event, Stored stored) {
        counters.follow(host.id(), stored);
        HAConfig config = new HostHAConfig(host.id(), event != HAEvent.Disabled,
                from.map(HostHAConfig::upstream).orElse(null), provider, msid);
        try {
            HAConfig.HAState.getStateMachine().transitTo(config, HAConfig.Event.valueOf(event.name()), null,
                    (current, walked, next, row, data) -> true);
        } catch (NoTransitionException e) {
            LOG.warn("{}: CloudStack's state machine has no edge {} from {}: its listeners don't hear of it", host, event,
                    from.map(HAState::name).orElse("none"));
        } catch (RuntimeException e) {
            LOG.warn("{}: a listener of CloudStack's state machine failed", host, e);
        }
    }
}
