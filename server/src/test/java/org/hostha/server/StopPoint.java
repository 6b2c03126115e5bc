package org.hostha.server;

/** Where a server can be killed on its way through a fence. */
enum StopPoint {
    DECIDED_NOT_STORED,
    ARMED_NOT_SENT,
    SENT_NOT_HEARD,
    SEEN_OFF_ONCE,
    SEEN_OFF_NOT_STORED,
    FENCED_NOT_RELEASED,
    RELEASE_READ,
    VMS_SETTLED_NOT_SAVED,
    RELEASE_SAVED,
    END_NOT_STORED,
    END_STORED,
    RESTART_ASKED
}
