package org.hostha.oobm.nestedcloudstack.internal;

import java.time.Duration;

/** What a call may do until its deadline; afterwards everything throws why the call has ended. */
interface Turn {

    void pause(Duration duration);

    /** To be asked before each request. */
    void throwIfEnded();
}
