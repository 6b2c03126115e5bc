package org.hostha.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.spi.PowerReader;
import org.hostha.oobm.spi.PowerReader.Session;

/** A driver of ours. */
record DriverContender(PowerReader driver, Session session) implements Contender {

    @Override
    public CompletableFuture<?> read(BmcEndpoint bmc) {
        return driver.readPower(bmc, session, Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        driver.close();
    }
}
