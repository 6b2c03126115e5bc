package com.cloud.resource;

/** Declaration only; see the README of this module. */
public enum ResourceState {
    Enabled, Disabled, ErrorInPrepareForMaintenance, PrepareForMaintenance, ErrorInMaintenance, Maintenance, Degraded;

    public enum Event {
        InternalEnterMaintenance;
    }
}
