package org.hostha.oobm.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.hostha.core.Event;
import org.hostha.core.Futures;
import org.hostha.core.Notifications;
import org.hostha.core.Resource;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.OutOfBandManagementStore;
import org.hostha.oobm.spi.PowerReader;
import org.hostha.oobm.spi.PowerReader.Session;

/** Reads the power of hosts, and keeps the stored state up to date. */
public final class PowerReadings {

    private final DriverCalls calls;
    private final OutOfBandManagementStore store;
    private final Alarms alarms;
    private final Notifications notifications;
    private final Executor blocking;

    public PowerReadings(DriverCalls calls, OutOfBandManagementStore store, Alarms alarms, Notifications notifications,
            Executor blocking) {
        this.calls = calls;
        this.store = store;
        this.alarms = alarms;
        this.notifications = notifications;
        this.blocking = blocking;
    }

    /**
     * Harmless, so no switch stops it.
     *
     * @param urgent goes before what is not
     */
    public CompletableFuture<PowerReading> read(Resource host, OutOfBandManagement row, Session session,
            Duration deadline, boolean urgent) {
        CompletableFuture<PowerReading> reading = calls.call(host, row, PowerReader.class, urgent, deadline,
                (driver, bmc, left) -> driver.readPower(bmc, session, left));
        reading.whenCompleteAsync((read, failure) -> {
            if (failure == null) {
                alarms.heard(host, row, read);
            }
            if (!(Futures.cause(failure) instanceof CancellationException)) {
                observed(host, row, failure == null ? read.state() : PowerState.Unknown, failure == null ? ""
                        : ": " + Futures.cause(failure).getMessage());
            }
        }, blocking);
        return reading;
    }

    /** Nobody came as far as to ask for the power: what is stored holds no longer. */
    public void unread(Resource host, OutOfBandManagement row, String why) {
        blocking.execute(() -> observed(host, row, PowerState.Unknown, ": " + why));
    }

    /**
     * Writes when something has changed, and only for a host that is switched on still and has the BMC that was asked: what
     * the one says that was configured before tells nothing of it.
     */
    private void observed(Resource host, OutOfBandManagement row, PowerState state, String why) {
        if (row.powerState().equals(Optional.of(state)) || !store.saveReading(row, state)) {
            return;
        }
        if (state == PowerState.Unknown) {
            notifications.publish(new Event("HOST.OOBM.POWERSTATE.TRANSITION", Event.Level.WARN, host.partition(),
                    "power state of " + host + " changed to Unknown" + why));
        }
    }
}
