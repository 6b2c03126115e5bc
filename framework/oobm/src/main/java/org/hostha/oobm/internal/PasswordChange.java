package org.hostha.oobm.internal;

import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.hostha.core.Futures;
import org.hostha.core.Secret;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.spi.OutOfBandManagementStore;

/**
 * A password change that can be interrupted anywhere. The new password is stored as pending, then set on the BMC, then
 * promoted. Interrupted before the BMC: the old one works. After the BMC: the old one is refused, and the pending one is tried
 * and promoted by whatever operation comes next. A pending password left over is settled before there can be another one,
 * because only one is kept.
 */
public final class PasswordChange {

    /** Printable, and without what shells, configuration files and careless firmware treat specially. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789.-_";
    private static final int LENGTH = 16;
    /** The kinds of failure that say so: see {@link org.hostha.oobm.spi.PasswordChanger}. */
    private static final Set<Kind> CERTAINLY_UNCHANGED = EnumSet.of(Kind.AUTHENTICATION, Kind.WRONG_SYSTEM, Kind.REJECTED,
            Kind.UNSUPPORTED);
    private static final SecureRandom RANDOM = new SecureRandom();

    private PasswordChange() {
    }

    /** A random password, 16 characters, or fewer where the BMC allows no more. */
    public static Secret generate(int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(LENGTH, maxLength); i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return Secret.of(text.toString());
    }

    /** After the BMC has answered, or not. */
    public static Void settle(OutOfBandManagementStore store, long hostId, Throwable failure) {
        if (failure == null) {
            store.promotePendingPassword(hostId);
            return null;
        }
        Throwable cause = Futures.cause(failure);
        if (cause instanceof OutOfBandManagementException typed && CERTAINLY_UNCHANGED.contains(typed.kind())) {
            store.dropPendingPassword(hostId);
        }
        throw new CompletionException(cause);
    }

    /** The first attempt, or when its login was refused, a second one with the pending password, which it then promotes. */
    public static <T> CompletableFuture<T> orWithPending(CompletableFuture<T> first, Supplier<CompletableFuture<T>> second,
            Runnable promote, Executor blocking) {
        CompletableFuture<CompletableFuture<T>> chosen = first.handle((value, failure) -> failure != null
                && Futures.cause(failure) instanceof OutOfBandManagementException typed && typed.kind() == Kind.AUTHENTICATION
                ? second.get().thenApplyAsync(done -> {
                    promote.run();
                    return done;
                }, blocking) : first);
        return Futures.then(chosen, next -> next);
    }
}
