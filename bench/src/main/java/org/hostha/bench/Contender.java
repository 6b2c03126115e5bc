package org.hostha.bench;

import java.util.concurrent.CompletableFuture;
import org.hostha.oobm.BmcEndpoint;

/** One way to read the power of a BMC. */
interface Contender extends AutoCloseable {

    /** Reads once; the future fails when the reading does. */
    CompletableFuture<?> read(BmcEndpoint bmc);

    @Override
    void close();
}
