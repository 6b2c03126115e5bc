package org.hostha.server.api.commands;

import java.util.Map;

/** The events that CloudStack's status machine takes in each state, for the field {@code events} of a host. */
final class HostStatusEvents {

    private static final Map<String, String> POSSIBLE = Map.of(
            "Up", "AgentConnected; AgentDisconnected; HostDown; ManagementServerDown; Ping; PingTimeout; Remove;"
                    + " ShutdownRequested; StartAgentRebalance",
            "Connecting", "AgentConnected; AgentDisconnected; HostDown; ManagementServerDown; Ping; PingTimeout; Ready;"
                    + " ShutdownRequested; StartAgentRebalance",
            "Disconnected", "AgentConnected; AgentDisconnected; HostDown; ManagementServerDown; Ping; PingTimeout;"
                    + " Remove; ShutdownRequested; WaitedTooLong",
            "Alert", "AgentConnected; AgentDisconnected; HostDown; ManagementServerDown; Ping; Remove;"
                    + " ShutdownRequested",
            "Down", "AgentConnected; AgentDisconnected; HostDown; ManagementServerDown; PingTimeout; Remove;"
                    + " ShutdownRequested");

    private HostStatusEvents() {
    }

    static String of(String status) {
        return POSSIBLE.get(status);
    }
}
