package org.hostha.oobm.ipmi.internal.call;

import static org.hostha.oobm.ipmi.internal.wire.Privilege.ADMINISTRATOR;
import static org.hostha.oobm.ipmi.internal.wire.Privilege.OPERATOR;
import static org.hostha.oobm.ipmi.internal.wire.Privilege.USER;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hostha.oobm.BmcIdentity;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.ipmi.internal.session.Login;
import org.hostha.oobm.ipmi.internal.wire.Commands;
import org.hostha.oobm.ipmi.internal.wire.CompletionCode;
import org.hostha.oobm.ipmi.internal.wire.RefusedException;
import org.hostha.oobm.ipmi.internal.wire.Request;
import org.hostha.oobm.ipmi.internal.wire.Response;

/** What the driver's capabilities do, command by command. */
public final class Scripts {

    private static final String MAY_HAVE_HAPPENED =
            "; it may have been carried out: read the power before repeating it";
    /** The BMC can't do it in the machine's present state. */
    private static final int NOT_IN_THIS_STATE = 0xd5;

    private Scripts() {
    }

    /**
     * Asks whether the BMC is ready, then whether the power is on; and once a session, which system it speaks for. In a
     * kept session, a BMC that says On at once is believed without asking whether it is ready: only Off has consequences.
     *
     * @param fresh log in anew, whatever session is kept
     */
    public static Script<PowerReading> readPower(Login login, Optional<String> expectedGuid, boolean fresh) {
        return sessions -> fresh
                ? sessions.renew(login, USER, OPERATOR, conversation -> read(conversation, expectedGuid))
                : sessions.resume(login, USER, OPERATOR, conversation -> glance(conversation, expectedGuid));
    }

    private static CompletableFuture<PowerReading> glance(Conversation conversation, Optional<String> expectedGuid) {
        return conversation.knownSystemGuid().thenCompose(guid ->
                conversation.ask(Commands.getChassisStatus()).thenApply(Commands::chassisStatus).thenCompose(status ->
                        status.on() ? CompletableFuture.completedFuture(reading(guid, expectedGuid, false, status))
                                : read(conversation, expectedGuid)));
    }

    private static CompletableFuture<PowerReading> read(Conversation conversation, Optional<String> expectedGuid) {
        return conversation.knownSystemGuid().thenCompose(guid ->
                conversation.ask(Commands.getDeviceId()).thenCompose(device ->
                        conversation.ask(Commands.getChassisStatus()).thenApply(status -> reading(guid, expectedGuid,
                                Commands.deviceId(device).initialising(), Commands.chassisStatus(status)))));
    }

    private static PowerReading reading(Optional<String> guid, Optional<String> expectedGuid, boolean initialising,
            Commands.ChassisStatus status) {
        if (expectedGuid.isPresent() && !expectedGuid.equals(guid)) {
            return new PowerReading(PowerState.Unknown, guid, mismatch(guid, expectedGuid) + "; " + status.detail());
        }
        if (initialising) {
            return new PowerReading(PowerState.Unknown, guid, "the BMC is initialising; " + status.detail());
        }
        return new PowerReading(status.on() ? PowerState.On : PowerState.Off, guid, status.detail());
    }

    private static String mismatch(Optional<String> guid, Optional<String> expectedGuid) {
        return "the BMC speaks for the system " + guid.orElse("without a GUID") + ", not for the recorded "
                + expectedGuid.orElseThrow();
    }

    /**
     * Compares the system's GUID, then commands. The question for the GUID also proves that the session is alive, so
     * that a power command is never the one to find out that it is not. On and off have the same effect however often
     * they arrive, so they are retransmitted; cycle, reset and soft are sent exactly once, because not every BMC
     * detects repetitions.
     */
    public static Script<String> changePower(Login login, Optional<String> expectedGuid, PowerOperation operation) {
        Request request = Commands.chassisControl(operation);
        boolean repeatable = operation == PowerOperation.ON || operation == PowerOperation.OFF;
        return sessions -> sessions.resume(login, OPERATOR, OPERATOR, conversation ->
                conversation.systemGuid().thenCompose(guid -> {
                    if (expectedGuid.isPresent() && !expectedGuid.equals(guid)) {
                        throw new RefusedException(Kind.WRONG_SYSTEM, mismatch(guid, expectedGuid)
                                + "; nothing was sent");
                    }
                    return conversation.command(request, repeatable, MAY_HAVE_HAPPENED)
                            .thenCompose(response -> accepted(conversation, operation, request, response));
                }));
    }

    private static CompletableFuture<String> accepted(Conversation conversation, PowerOperation operation,
            Request request, Response response) {
        boolean on = operation == PowerOperation.ON;
        if (response.completionCode() == NOT_IN_THIS_STATE && (on || operation == PowerOperation.OFF)) {
            return conversation.ask(Commands.getChassisStatus()).thenApply(status -> {
                if (Commands.chassisStatus(status).on() != on) {
                    throw CompletionCode.refusal(request, NOT_IN_THIS_STATE);
                }
                return request.name() + ": nothing to do";
            });
        }
        Conversation.succeeded(request, response);
        return CompletableFuture.completedFuture(request.name() + " accepted");
    }

    /** Looks at the BMC at the highest privilege that the user has, in a session that is not kept. */
    public static Script<BmcIdentity> identify(Login login) {
        return sessions -> sessions.closed().thenCompose(ignored -> sessions.open(login, USER, ADMINISTRATOR))
                .thenCompose(conversation -> conversation.systemGuid().thenCompose(guid ->
                        conversation.ask(Commands.getDeviceId()).thenApply(device -> new BmcIdentity(guid,
                                Commands.deviceId(device).firmware(),
                                conversation.privilege().compareTo(OPERATOR) >= 0,
                                conversation.privilege() == ADMINISTRATOR))));
    }
}
