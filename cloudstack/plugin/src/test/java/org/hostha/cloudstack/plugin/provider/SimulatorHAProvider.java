package org.hostha.cloudstack.plugin.provider;

import com.cloud.utils.fsm.StateListener;
import com.cloud.utils.fsm.StateMachine2;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.cloudstack.ha.HAConfig;
import org.apache.cloudstack.ha.HAResource;
import org.apache.cloudstack.ha.HAResourceCounter;

/** As CloudStack's of the same name: flags that answer, and a log of what it hears from the shared state machine. */
public final class SimulatorHAProvider extends FlagProvider
        implements StateListener<HAConfig.HAState, HAConfig.Event, HAConfig> {

    private final List<String> log = new CopyOnWriteArrayList<>();
    private Supplier<HAResourceCounter> counter;

    public SimulatorHAProvider() {
        super(HAResource.ResourceSubType.Simulator);
        HAConfig.HAState.getStateMachine().registerListener(this);
    }

    public void counting(Supplier<HAResourceCounter> counts) {
        counter = counts;
    }

    /** {@code from-event-to activity/recovery}. */
    public List<String> log() {
        return log;
    }

    @Override
    public boolean preStateTransitionEvent(HAConfig.HAState from, HAConfig.Event event, HAConfig.HAState to, HAConfig config,
            boolean status, Object data) {
        return true;
    }

    @Override
    public boolean postStateTransitionEvent(StateMachine2.Transition<HAConfig.HAState, HAConfig.Event> edge, HAConfig config,
            boolean status, Object data) {
        if (counter != null && config.getHaProvider().equals("simulatorhaprovider")) {
            log.add(edge.getCurrentState() + "-" + edge.getEvent() + "-" + edge.getToState() + " "
                    + counter.get().getActivityCheckCounter() + "/" + counter.get().getRecoveryCounter());
        }
        return true;
    }
}
