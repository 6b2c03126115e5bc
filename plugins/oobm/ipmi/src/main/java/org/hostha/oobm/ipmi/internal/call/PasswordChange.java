package org.hostha.oobm.ipmi.internal.call;

import static org.hostha.oobm.ipmi.internal.wire.Privilege.ADMINISTRATOR;
import static org.hostha.oobm.ipmi.internal.wire.Privilege.USER;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Futures;
import org.hostha.core.Secret;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.ipmi.internal.session.Login;
import org.hostha.oobm.ipmi.internal.wire.Commands;
import org.hostha.oobm.ipmi.internal.wire.CompletionCode;
import org.hostha.oobm.ipmi.internal.wire.RefusedException;
import org.hostha.oobm.ipmi.internal.wire.Request;

/**
 * Changes the password of the user that logs in: as administrator, by the user's id, which is found by name. The change
 * counts only once the new password has opened a session; where the BMC stores it but then refuses it (there are some
 * that cut long ones), the old one is put back, because nobody else could.
 */
public final class PasswordChange implements Script<Void> {

    private final Login login;
    private final Login changed;

    public PasswordChange(Login login, Login changed) {
        this.login = login;
        this.changed = changed;
    }

    @Override
    public CompletableFuture<Void> run(Sessions sessions) {
        return sessions.closed().thenCompose(ignored -> sessions.open(login, ADMINISTRATOR, ADMINISTRATOR))
                .thenCompose(conversation -> userId(conversation)
                        .thenCompose(id -> set(conversation, id, changed.password())
                                .thenCompose(ignored -> prove(sessions, conversation, id))));
    }

    private CompletableFuture<Integer> userId(Conversation conversation) {
        if (login.name().isEmpty()) {
            return CompletableFuture.completedFuture(1);
        }
        return conversation.ask(Commands.getUserAccess())
                .thenCompose(access -> find(conversation, 1, Commands.userCount(access)));
    }

    private CompletableFuture<Integer> find(Conversation conversation, int id, int last) {
        if (id > last) {
            throw new RefusedException(Kind.REJECTED, "none of the BMC's " + last + " users is called '" + login.name()
                    + "'");
        }
        return conversation.askAnyway(Commands.getUserName(id)).thenCompose(response -> {
            boolean found = response.completionCode() == CompletionCode.OK
                    && Arrays.equals(Commands.userName(response), Commands.username(login.name()));
            return found ? CompletableFuture.completedFuture(id) : find(conversation, id + 1, last);
        });
    }

    private static CompletableFuture<Void> set(Conversation conversation, int userId, Secret password) {
        byte[] revealed = password.reveal();
        Request request = Commands.setUserPassword(userId, revealed);
        Arrays.fill(revealed, (byte) 0);
        return conversation.command(request, true, "; the password may have been changed: try both")
                .thenApply(response -> {
                    Conversation.succeeded(request, response);
                    return null;
                });
    }

    private CompletableFuture<Void> prove(Sessions sessions, Conversation conversation, int userId) {
        return sessions.open(changed, USER, USER).<Void>thenApply(proof -> null).exceptionallyCompose(failure -> {
            boolean refused = Futures.cause(failure) instanceof RefusedException refusal
                    && refusal.kind() == Kind.AUTHENTICATION;
            // For want of a slot or an answer nothing is proved either way: the BMC's word counts.
            return refused ? putBack(conversation, userId) : CompletableFuture.completedFuture(null);
        });
    }

    private CompletableFuture<Void> putBack(Conversation conversation, int userId) {
        String what = "the BMC stored the new password, but does not accept it at login; choose a shorter one";
        return set(conversation, userId, login.password()).handle((done, failure) -> {
            throw new RefusedException(Kind.PROTOCOL, what + (failure == null ? " (the old one has been put back)"
                    : " (the old one could not be put back: " + Futures.cause(failure).getMessage() + ")"));
        });
    }
}
