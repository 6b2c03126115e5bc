package org.hostha.oobm.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.hostha.core.Event;
import org.hostha.core.Futures;
import org.hostha.core.Notifications;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.spi.OutOfBandManagementStore;
import org.hostha.oobm.spi.PasswordChanger;
import org.hostha.oobm.spi.PowerReader.Session;

/**
 * A password change that can be interrupted anywhere. The new password is stored as pending, then set on the BMC, then
 * promoted. Interrupted before the BMC: the old one works. After the BMC: the old one is refused, and the pending one
 * is tried and promoted by whatever operation comes next. A pending password left over is settled before there can be
 * another one, because only one is kept; of two changes at once one is refused.
 */
public final class PasswordChange {

    /** Printable, and without what shells, configuration files and careless firmware treat specially. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789.-_";
    private static final int LENGTH = 16;
    /** The kinds of failure that say so: see {@link PasswordChanger}. */
    private static final Set<Kind> CERTAINLY_UNCHANGED =
            EnumSet.of(Kind.AUTHENTICATION, Kind.WRONG_SYSTEM, Kind.REJECTED, Kind.UNSUPPORTED);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Configurations configurations;
    private final Drivers drivers;
    private final DriverCalls calls;
    private final PowerReadings readings;
    private final OutOfBandManagementStore store;
    private final Notifications notifications;
    private final Executor blocking;

    public PasswordChange(Configurations configurations, Drivers drivers, DriverCalls calls, PowerReadings readings,
            OutOfBandManagementStore store, Notifications notifications, Executor blocking) {
        this.configurations = configurations;
        this.drivers = drivers;
        this.calls = calls;
        this.readings = readings;
        this.store = store;
        this.notifications = notifications;
        this.blocking = blocking;
    }

    /** @param password the new one; empty generates one */
    public CompletableFuture<Void> change(Resource host, Optional<Secret> password, Duration deadline) {
        return Futures.then(configurations.switchedOnRow(host), row -> withoutPending(host, row, deadline))
                .thenComposeAsync(row -> begin(host, row, password, deadline), blocking)
                .whenComplete((done, failure) -> audit(host, failure));
    }

    /** Finds out which of two passwords works, and forgets the other. */
    private CompletableFuture<OutOfBandManagement> withoutPending(Resource host, OutOfBandManagement row,
            Duration deadline) {
        if (row.pendingPassword().isEmpty()) {
            return CompletableFuture.completedFuture(row);
        }
        return readings.read(host, row, Session.FRESH, deadline, true).thenApplyAsync(reading -> {
            store.dropPendingPassword(host.id(), row.pendingPassword().get());
            return configurations.row(host);
        }, blocking);
    }

    private CompletableFuture<Void> begin(Resource host, OutOfBandManagement row, Optional<Secret> password,
            Duration deadline) {
        if (!(drivers.of(row) instanceof PasswordChanger changer)) {
            throw Drivers.unsupported(row, PasswordChanger.class);
        }
        Secret next = password.orElseGet(() -> generate(changer.maxPasswordLength()));
        Drivers.checkLength(changer, next);
        if (!store.savePendingPassword(host.id(), next)) {
            throw new OutOfBandManagementException(Kind.REJECTED, "another change of the password of " + host
                    + " is under way; nothing was sent");
        }
        return calls.call(host, row, PasswordChanger.class, true, deadline,
                        (driver, bmc, left) -> driver.changePassword(bmc, next, left))
                .handleAsync((done, failure) -> settle(host, row, next, failure), blocking);
    }

    /** A random password, 16 characters, or fewer where the BMC allows no more. */
    private static Secret generate(int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(LENGTH, maxLength); i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return Secret.of(text.toString());
    }

    /** After the BMC has answered, or not. */
    private Void settle(Resource host, OutOfBandManagement row, Secret next, Throwable failure) {
        if (failure == null) {
            if (!store.promotePassword(row, next)) {
                throw new OutOfBandManagementException(Kind.PROTOCOL, row.endpoint() + ": has the new password, but " + host
                        + " was configured anew meanwhile, so that it is not stored");
            }
            return null;
        }
        Throwable cause = Futures.cause(failure);
        if (cause instanceof OutOfBandManagementException typed && CERTAINLY_UNCHANGED.contains(typed.kind())) {
            store.dropPendingPassword(host.id(), next);
        }
        throw new CompletionException(cause);
    }

    private void audit(Resource host, Throwable failure) {
        notifications.publish(new Event("HOST.OOBM.CHANGEPASSWORD",
                failure == null ? Event.Level.INFO : Event.Level.ERROR, host.partition(),
                "out-of-band management password of " + host
                        + (failure == null ? " changed" : " not changed: " + Futures.cause(failure).getMessage())));
    }
}
