package org.hostha.cloudstack.plugin.provider;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Resource;
import org.hostha.oobm.PowerReading;

/** What tells whether a host of a foreign provider is off. */
interface Power {

    /** What it reads; Unknown where there is nothing to read. */
    CompletableFuture<PowerReading> read(Resource host, boolean fresh, Duration deadline);

    /** Whether it can take and give the host's power without the provider. */
    CompletableFuture<Boolean> cutsItself(Resource host);

    CompletableFuture<String> off(Resource host, Duration deadline);

    CompletableFuture<String> on(Resource host, Duration deadline);

    /** The provider has reported success of something that left the host on or off, by its own words. */
    void reported(Resource host, boolean on);

    /** The host answers: it has power. */
    void seenHealthy(Resource host);

    /** Whether the provider's word is all that there is, and is enough. */
    boolean trustsReports();
}
