package org.hostha.oobm.redfish.internal;

import org.hostha.oobm.BmcEndpoint;

/**
 * A BMC, logged in.
 *
 * @param systemLink of the system that is meant
 */
record Visit(BmcEndpoint bmc, Conversation talk, Login login, String systemLink) {

    /** Reads the system, now. */
    ComputerSystem system() {
        return new ComputerSystem(talk.get(systemLink));
    }
}
