package org.apache.cloudstack.outofbandmanagement;

import com.cloud.utils.fsm.StateMachine2;
import com.cloud.utils.fsm.StateObject;
import org.apache.cloudstack.api.InternalIdentity;
import org.hostha.cloudstack.stage.Tables;

/** CloudStack's, with a state machine that works. */
public interface OutOfBandManagement extends StateObject<OutOfBandManagement.PowerState>, InternalIdentity {

    enum Option {
        DRIVER, ADDRESS, PORT, USERNAME, PASSWORD;
    }

    enum PowerOperation {
        ON, OFF, CYCLE, RESET, SOFT, STATUS;
    }

    enum PowerState {
        On, Off, Unknown, Disabled;

        private static final StateMachine2<PowerState, Event, OutOfBandManagement> FSM =
                Tables.machine("power", PowerState.class, Event.class);

        public static StateMachine2<PowerState, Event, OutOfBandManagement> getStateMachine() {
            return FSM;
        }

        /** What moves a power state. */
        public enum Event {
            On, Off, Unknown, AuthError, Enabled, Disabled;
        }
    }
}
