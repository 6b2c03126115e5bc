package org.hostha.oobm;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Futures;
import org.hostha.core.Resource;
import org.hostha.oobm.internal.Configurations;
import org.hostha.oobm.internal.DriverCalls;
import org.hostha.oobm.internal.Drivers;
import org.hostha.oobm.internal.FencingObstacles;
import org.hostha.oobm.internal.PowerReadings;
import org.hostha.oobm.internal.SystemGuids;
import org.hostha.oobm.spi.Identifier;
import org.hostha.oobm.spi.OutOfBandManagementStore;
import org.hostha.oobm.spi.PowerReader.Session;

/** Tries, without harm, whether BMCs would obey, and remembers what was found. */
final class Preflights {

    private static final Logger LOG = LogManager.getLogger(Preflights.class);

    private final Configurations configurations;
    private final Drivers drivers;
    private final DriverCalls calls;
    private final PowerReadings readings;
    private final FencingObstacles obstacles;
    private final OutOfBandManagementStore store;
    private final Executor blocking;

    Preflights(Configurations configurations, Drivers drivers, DriverCalls calls, PowerReadings readings,
            FencingObstacles obstacles, OutOfBandManagementStore store, Executor blocking) {
        this.configurations = configurations;
        this.drivers = drivers;
        this.calls = calls;
        this.readings = readings;
        this.obstacles = obstacles;
        this.store = store;
        this.blocking = blocking;
    }

    CompletableFuture<Preflight> preflight(Resource host, Duration deadline) {
        return Futures.then(configurations.laterRow(host), row -> Futures.then(
                Futures.recover(look(host, row, deadline), Preflights::failed),
                found -> CompletableFuture.supplyAsync(() -> remember(host, row, found), blocking)));
    }

    private CompletableFuture<Preflight> look(Resource host, OutOfBandManagement row, Duration deadline) {
        return Futures.then(identify(host, row, deadline), identity -> Futures.map(
                readings.read(host, row, Session.FRESH, deadline, false), reading -> Preflight.of(identity, reading)));
    }

    /** One that had to make room shows nothing. */
    private static CompletableFuture<Preflight> failed(Throwable failure) {
        return failure instanceof CancellationException ? CompletableFuture.failedFuture(failure)
                : CompletableFuture.completedFuture(Preflight.failed(failure));
    }

    /** To whoever waits for it, it is a finding like others. */
    static CompletableFuture<Preflight> displaced(Throwable failure) {
        return failure instanceof CancellationException ? CompletableFuture.completedFuture(Preflight.displaced())
                : CompletableFuture.failedFuture(failure);
    }

    private CompletableFuture<Optional<BmcIdentity>> identify(Resource host, OutOfBandManagement row,
            Duration deadline) {
        if (!(drivers.of(row) instanceof Identifier)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return Futures.map(calls.call(host, row, Identifier.class, false, deadline, Identifier::identify), Optional::of);
    }

    /** What the BMC shows that was configured before is no proof of the one now, and nothing against it. */
    private Preflight remember(Resource host, OutOfBandManagement row, Preflight found) {
        if (store.find(host.id()).filter(now -> now.isProvenBy(row)).isEmpty()
                || found.passed() && !store.saveProof(row, SystemGuids.meaningful(found.systemGuid()))) {
            return found;
        }
        configurations.refreshed(host.id());
        Preflight preflight = obstacles.shared(host.id()).map(found::shared).orElse(found);
        obstacles.tried(host.id(), preflight);
        LOG.info("{}: preflight {}: {}", host, preflight.passed() ? "passed" : "failed", preflight.summary());
        return preflight;
    }
}
