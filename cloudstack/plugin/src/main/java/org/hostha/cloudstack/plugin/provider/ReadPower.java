package org.hostha.cloudstack.plugin.provider;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.hostha.core.Futures;
import org.hostha.core.Resource;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PowerReader.Session;

/** Power as the host's out-of-band management reads it. A host without it is never seen off. */
final class ReadPower implements Power {

    private final OutOfBandManagementService service;
    private final Executor blocking;

    /** @param blocking runs what waits for the store */
    ReadPower(OutOfBandManagementService service, Executor blocking) {
        this.service = service;
        this.blocking = blocking;
    }

    @Override
    public CompletableFuture<PowerReading> read(Resource host, boolean fresh, Duration deadline) {
        return service.readPower(host, fresh ? Session.FRESH : Session.ANY, deadline);
    }

    @Override
    public CompletableFuture<Boolean> cutsItself(Resource host) {
        return CompletableFuture.supplyAsync(() -> service.switchedOff(host).isEmpty(), blocking);
    }

    @Override
    public CompletableFuture<String> off(Resource host, Duration deadline) {
        return service.changePower(host, PowerOperation.OFF, deadline);
    }

    @Override
    public CompletableFuture<String> on(Resource host, Duration deadline) {
        return Futures.then(service.readPower(host, Session.ANY, deadline.dividedBy(2)), reading ->
                reading.state() == PowerState.On ? CompletableFuture.completedFuture("it is on")
                        : service.changePower(host, PowerOperation.ON, deadline.dividedBy(2)));
    }

    @Override
    public void reported(Resource host, boolean on) {
        // Its word proves nothing.
    }

    @Override
    public void seenHealthy(Resource host) {
        // The power is read, not remembered.
    }

    @Override
    public boolean trustsReports() {
        return false;
    }
}
