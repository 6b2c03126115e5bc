package org.hostha.oobm.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.OutOfBandManagementSettings;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.oobm.spi.OutOfBandManagementStore;

/**
 * The one way to a BMC: by its queue, to the driver's capability, and where the login is refused once more with the
 * password that an interrupted change has left pending.
 */
public final class DriverCalls {

    /** One capability of a driver, called with an endpoint and what is left of the deadline. */
    @FunctionalInterface
    public interface Call<D, T> {
        CompletableFuture<T> on(D driver, BmcEndpoint bmc, Duration left);
    }

    private final Drivers drivers;
    private final OutOfBandManagementStore store;
    private final Alarms alarms;
    private final Settings settings;
    private final EventLoop timers;
    private final Executor blocking;
    private final BmcQueues queues;

    public DriverCalls(Drivers drivers, OutOfBandManagementStore store, Alarms alarms, Settings settings,
            EventLoop timers, Executor blocking) {
        this.drivers = drivers;
        this.store = store;
        this.alarms = alarms;
        this.settings = settings;
        this.timers = timers;
        this.blocking = blocking;
        this.queues = new BmcQueues(timers);
    }

    /**
     * @param capability fails with {@code UNSUPPORTED} where the host's driver lacks it
     * @param urgent goes before what is not
     * @param deadline from now, with the wait for the BMC
     */
    public <D extends OutOfBandManagementDriver, T> CompletableFuture<T> call(Resource host, OutOfBandManagement row,
            Class<D> capability, boolean urgent, Duration deadline, Call<D, T> call) {
        OutOfBandManagementDriver driver = drivers.of(row);
        if (!capability.isInstance(driver)) {
            return CompletableFuture.failedFuture(Drivers.unsupported(row, capability));
        }
        D able = capability.cast(driver);
        Duration gap = settings.value(OutOfBandManagementSettings.MINIMUM_GAP, host);
        MonotonicTime end = timers.now().plus(deadline);
        Function<BmcEndpoint, CompletableFuture<T>> attempt = bmc -> queues.submit(row.driver() + " " + bmc, urgent,
                gap, end.since(timers.now()), left -> call.on(able, bmc, left));
        CompletableFuture<T> settled = orWithAnotherPassword(attempt.apply(row.endpoint()), attempt, row);
        settled.whenComplete((value, failure) -> alarms.ended(host, failure));
        return settled;
    }

    /**
     * The first attempt; when its login was refused, a second one with the password that the store has by now, or with
     * the pending one, which is promoted when it works. A host configured with another BMC meanwhile has none for this one.
     */
    private <T> CompletableFuture<T> orWithAnotherPassword(CompletableFuture<T> first,
            Function<BmcEndpoint, CompletableFuture<T>> attempt, OutOfBandManagement tried) {
        return Futures.recover(first, failure -> refusedLogin(failure)
                ? Futures.then(CompletableFuture.supplyAsync(() -> store.find(tried.hostId()), blocking),
                        row -> again(row.orElse(tried), tried, attempt).orElse(first))
                : first);
    }

    private <T> Optional<CompletableFuture<T>> again(OutOfBandManagement row, OutOfBandManagement tried,
            Function<BmcEndpoint, CompletableFuture<T>> attempt) {
        if (!row.hasBmcOf(tried)) {
            return Optional.empty();
        }
        if (!row.password().equals(tried.password())) {
            return Optional.of(attempt.apply(row.endpoint()));
        }
        return row.pendingEndpoint().map(pending -> Futures.then(attempt.apply(pending),
                done -> CompletableFuture.supplyAsync(() -> {
                    store.promotePassword(row, pending.password());
                    return done;
                }, blocking)));
    }

    private static boolean refusedLogin(Throwable failure) {
        return failure instanceof OutOfBandManagementException typed
                && typed.kind() == Kind.AUTHENTICATION;
    }
}
