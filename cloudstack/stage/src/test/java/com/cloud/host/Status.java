package com.cloud.host;

import com.cloud.utils.fsm.StateMachine2;
import org.hostha.cloudstack.stage.Tables;

/** CloudStack's, with a state machine that works. */
public enum Status {
    Creating, Connecting, Up, Down, Disconnected, Alert, Removed, Error, Rebalancing, Unknown;

    private static final StateMachine2<Status, Event, Host> FSM = Tables.machine("host", Status.class, Event.class);

    public static StateMachine2<Status, Event, Host> getStateMachine() {
        return FSM;
    }

    /** What moves a host's status. */
    public enum Event {
        AgentConnected, Ready, Ping, PingTimeout, AgentDisconnected, ShutdownRequested, HostDown, ManagementServerDown,
        WaitedTooLong, Remove, Error;
    }
}
