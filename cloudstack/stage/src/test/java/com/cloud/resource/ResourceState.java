package com.cloud.resource;

/** CloudStack's, with the edges into maintenance. */
public enum ResourceState {
    Creating, Enabled, Disabled, ErrorInPrepareForMaintenance, PrepareForMaintenance, ErrorInMaintenance, Maintenance, Error,
    Degraded;

    /** Null when there is no such edge, as in CloudStack's older kind of state machine. */
    public ResourceState getNextState(Event event) {
        return event == Event.InternalEnterMaintenance && (this == Enabled || this == PrepareForMaintenance
                || this == ErrorInPrepareForMaintenance) ? Maintenance : null;
    }

    /** What moves a host's resource state. */
    public enum Event {
        InternalCreated, Enable, Disable, AdminAskMaintenance, InternalEnterMaintenance, AdminCancelMaintenance;
    }
}
