package org.hostha.oobm.spi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.PowerReading;

/** Can tell whether a machine is on. */
public interface PowerReader extends OutOfBandManagementDriver {

    /** How much may be remembered from before. */
    enum Session {
        /** A session kept open from an earlier call will do. */
        ANY,
        /** Log in anew: the answer must not rest on what the BMC said earlier. Proof of power loss needs it. */
        FRESH
    }

    /**
     * Reads the power state, and in the same session the system GUID where the BMC has one. Only an unmistakable answer
     * is On or Off. A GUID other than the expected one makes the state Unknown, and says so in the detail.
     *
     * @param deadline from now; positive
     */
    CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Session session, Duration deadline);
}
