package com.cloud.host;

/** Declaration only; see the README of this module. */
public enum Status {
    Creating, Connecting, Up, Down, Disconnected, Alert, Removed, Error, Rebalancing, Unknown;

    public enum Event {
        HostDown;
    }
}
