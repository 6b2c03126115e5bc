package org.hostha.oobm.spi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.BmcIdentity;

/** Can tell which BMC it talks to, and what the user may do there. Harmless at any time. */
public interface Identifier extends OutOfBandManagementDriver {

    /** @param deadline from now; positive */
    CompletableFuture<BmcIdentity> identify(BmcEndpoint bmc, Duration deadline);
}
