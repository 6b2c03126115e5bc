package org.hostha.oobm.ipmi.internal.call;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hostha.oobm.ipmi.internal.session.Login;
import org.hostha.oobm.ipmi.internal.session.Session;
import org.hostha.oobm.ipmi.internal.wire.Commands;
import org.hostha.oobm.ipmi.internal.wire.CompletionCode;
import org.hostha.oobm.ipmi.internal.wire.Privilege;
import org.hostha.oobm.ipmi.internal.wire.Request;
import org.hostha.oobm.ipmi.internal.wire.Response;

/** A session on a line: asks commands, and remembers which system the BMC spoke for. */
final class Conversation {

    private final Line line;
    private final Login login;
    private final Session session;
    private final int transmissions;
    private boolean proven = true;
    private boolean closing;
    private Optional<Optional<String>> knownGuid = Optional.empty();

    Conversation(Line line, Login login, Session session, int transmissions) {
        this.line = line;
        this.login = login;
        this.session = session;
        this.transmissions = transmissions;
    }

    boolean serves(Login other, Privilege needed) {
        return login.equals(other) && session.privilege().compareTo(needed) >= 0;
    }

    Privilege privilege() {
        return session.privilege();
    }

    /** From now on less patience, until the BMC has answered: it may have forgotten the session. */
    Conversation resumed() {
        proven = false;
        return this;
    }

    /** The answer to a command that can be repeated without harm; fails unless the BMC carried it out. */
    CompletableFuture<Response> ask(Request request) {
        return askAnyway(request).thenApply(response -> succeeded(request, response));
    }

    /** Like {@link #ask}, but an answer of any completion code will do. */
    CompletableFuture<Response> askAnyway(Request request) {
        int patience = proven ? transmissions : (transmissions + 1) / 2;
        return line.ask(new SessionQuestion(session, request, patience, "")).thenApply(response -> {
            proven = true;
            return response;
        });
    }

    /**
     * Commands something, and answers with any completion code.
     *
     * @param repeatable whether the effect is the same when the BMC gets the command twice
     * @param consequence see {@link Question#consequence()}
     */
    CompletableFuture<Response> command(Request request, boolean repeatable, String consequence) {
        return line.ask(new SessionQuestion(session, request, repeatable ? transmissions : 1, consequence));
    }

    static Response succeeded(Request request, Response response) {
        if (response.completionCode() != CompletionCode.OK) {
            throw CompletionCode.refusal(request, response.completionCode());
        }
        return response;
    }

    /** Asks which system the BMC speaks for. */
    CompletableFuture<Optional<String>> systemGuid() {
        return askAnyway(Commands.getSystemGuid()).thenApply(response -> {
            Optional<String> guid = response.completionCode() == CompletionCode.OK
                    ? Commands.systemGuid(response) : Optional.empty();
            knownGuid = Optional.of(guid);
            return guid;
        });
    }

    /** Which system the BMC speaks for, as asked earlier in this session. */
    CompletableFuture<Optional<String>> knownSystemGuid() {
        return knownGuid.map(CompletableFuture::completedFuture).orElseGet(this::systemGuid);
    }

    /** Frees the BMC's session slot, once, without waiting for an answer. */
    void close() {
        if (closing) {
            return;
        }
        closing = true;
        line.tell(session.seal(Commands.closeSession(session.bmcId()).encode(session.nextRequest())));
    }

    /** Frees the BMC's session slot and waits until it is free, or one patience long. */
    CompletableFuture<Void> closed() {
        closing = true;
        Request close = Commands.closeSession(session.bmcId());
        return line.ask(new SessionQuestion(session, close, 1, "")).handle((answer, silence) -> null);
    }

    @Override
    public String toString() {
        return session.toString();
    }
}
