package org.apache.cloudstack.outofbandmanagement;

import com.cloud.utils.fsm.StateObject;
import org.apache.cloudstack.api.InternalIdentity;

/** Declaration only; see the README of this module. */
public interface OutOfBandManagement extends StateObject<OutOfBandManagement.PowerState>, InternalIdentity {

    public enum Option {
        DRIVER, ADDRESS, PORT, USERNAME, PASSWORD;
    }

    public enum PowerOperation {
        ON, OFF, CYCLE, RESET, SOFT, STATUS;
    }

    public enum PowerState {
        On, Off, Unknown, Disabled;
    }
}
