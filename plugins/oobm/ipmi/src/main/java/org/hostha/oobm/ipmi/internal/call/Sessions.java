package org.hostha.oobm.ipmi.internal.call;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.hostha.core.Futures;
import org.hostha.oobm.ipmi.internal.session.Login;
import org.hostha.oobm.ipmi.internal.wire.Privilege;
import org.hostha.oobm.ipmi.internal.wire.RefusedException;

/** The sessions with one BMC: at most one is kept, and it serves equal logins; the others end with their call. */
public final class Sessions {

    private final SessionOpener opener;
    private final List<Conversation> others = new ArrayList<>();
    private Conversation kept;

    Sessions(SessionOpener opener) {
        this.opener = opener;
    }

    /**
     * Runs {@code script} in the kept session, or in a new one that is then kept. A kept session that the BMC has
     * forgotten is replaced once, unless the script has already done something that can't be repeated.
     */
    <T> CompletableFuture<T> resume(Login login, Privilege needed, Privilege wanted,
            Function<Conversation, CompletableFuture<T>> script) {
        if (kept == null || !kept.serves(login, needed)) {
            return renew(login, needed, wanted, script);
        }
        return script.apply(kept.resumed()).exceptionallyCompose(failure -> {
            if (Futures.cause(failure) instanceof SilenceException silence && silence.isHarmless()) {
                close();
                return renew(login, needed, wanted, script);
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    /** Closes the kept session, and runs {@code script} in a new one that is then kept. */
    <T> CompletableFuture<T> renew(Login login, Privilege needed, Privilege wanted,
            Function<Conversation, CompletableFuture<T>> script) {
        return closed().thenCompose(ignored -> open(login, needed, wanted)).thenCompose(conversation -> {
            others.remove(conversation);
            kept = conversation;
            return script.apply(conversation);
        });
    }

    /** A session for this call alone, at the highest privilege between both that the BMC gives. */
    CompletableFuture<Conversation> open(Login login, Privilege needed, Privilege wanted) {
        return opener.open(login, wanted, others::add).exceptionallyCompose(failure -> {
            boolean less = wanted.compareTo(needed) > 0
                    && Futures.cause(failure) instanceof RefusedException refusal && refusal.isMissingPrivilege();
            return less ? open(login, needed, Privilege.values()[wanted.ordinal() - 1])
                    : CompletableFuture.failedFuture(failure);
        });
    }

    /** Closes what the call that ends now has opened for itself, without waiting: the BMC has few slots. */
    void closeOthers() {
        others.forEach(Conversation::close);
        others.clear();
    }

    CompletableFuture<Void> closed() {
        Conversation closing = kept;
        kept = null;
        return closing == null ? CompletableFuture.completedFuture(null) : closing.closed();
    }

    boolean hasKept() {
        return kept != null;
    }

    /** Closes the kept session without waiting. */
    void close() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    /** Forgets all sessions, which the BMC no longer answers in. */
    void forget() {
        kept = null;
        others.clear();
    }
}
