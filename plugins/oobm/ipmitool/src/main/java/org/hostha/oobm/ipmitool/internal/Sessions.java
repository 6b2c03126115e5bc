package org.hostha.oobm.ipmitool.internal;

import java.io.IOException;
import org.hostha.core.Secret;

/** Opens sessions with one BMC, one after the other, within one call. */
public interface Sessions {

    /** What is said in a session. It may be tried with several cipher suites, but is held once at most. */
    @FunctionalInterface
    interface Conversation<T> {
        T hold(Dialogue dialogue) throws IOException;
    }

    /**
     * Logs in and holds a conversation.
     *
     * @param transmissions how often ipmitool may send each packet
     * @throws org.hostha.oobm.OutOfBandManagementException when there is no session, or the conversation says so
     */
    <T> T hold(Secret password, Privilege privilege, int transmissions, Conversation<T> conversation);
}
