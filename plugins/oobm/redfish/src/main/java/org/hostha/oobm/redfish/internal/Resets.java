package org.hostha.oobm.redfish.internal;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerState;

/** Power commands: which of Redfish's ResetType values serves an operation, and what to make of the answer. */
final class Resets {

    private Resets() {
    }

    /** In order of preference. OFF is never graceful: a system that hangs would ignore it. */
    private static List<String> candidates(PowerOperation operation) {
        return switch (operation) {
            case ON -> List.of("On", "ForceOn");
            case OFF -> List.of("ForceOff");
            case CYCLE -> List.of("PowerCycle");
            case RESET -> List.of("ForceRestart");
            case SOFT -> List.of("GracefulShutdown");
            case STATUS -> List.of();
        };
    }

    /**
     * Sends the one command.
     *
     * @param aboutToSend runs right before the request leaves
     */
    static String change(Visit visit, PowerOperation operation, Runnable aboutToSend) {
        ComputerSystem system = visit.system();
        Target target = visit.talk().target();
        system.requireRecorded(target, visit.bmc());
        Optional<List<String>> offered = system.resetTypes(visit.talk());
        Optional<String> type = candidates(operation).stream()
                .filter(candidate -> offered.isEmpty() || offered.get().contains(candidate)).findFirst();
        if (type.isEmpty()) {
            return alreadyThere(visit, system, operation).orElseThrow(() -> target.failure(Kind.UNSUPPORTED, operation
                    + " needs " + String.join(" or ", candidates(operation)) + ", the BMC offers " + offered.get()
                    + (operation == PowerOperation.CYCLE ? ": use RESET, or OFF and then ON" : "")));
        }
        JsonObject body = new JsonObject();
        body.addProperty("ResetType", type.get());
        String link = system.resetLink(target);
        aboutToSend.run();
        Reply reply = visit.talk().post(link, body);
        if (reply.ok()) {
            return "ResetType " + type.get() + " accepted (HTTP " + reply.status() + ")";
        }
        return settled(visit, operation, "ResetType " + type.get(), reply);
    }

    /** BMCs differ in how they refuse what is needless (400, 409, 500): the power tells whether it was. */
    private static String settled(Visit visit, PowerOperation operation, String what, Reply reply) {
        OutOfBandManagementException refusal = visit.talk().refused(what, reply.status(), reply.summary());
        if (refusal.kind() == Kind.AUTHENTICATION || reply.status() == 403) {
            throw refusal;
        }
        try {
            ComputerSystem now = visit.system();
            now.requireRecorded(visit.talk().target(), visit.bmc());
            return alreadyThere(visit, now, operation).orElseThrow(() -> refusal);
        } catch (OutOfBandManagementException e) {
            throw refusal;
        }
    }

    private static Optional<String> alreadyThere(Visit visit, ComputerSystem system, PowerOperation operation) {
        PowerState state = system.reading(visit.bmc()).state();
        if (operation == PowerOperation.OFF && state == PowerState.Off) {
            return Optional.of("PowerState is Off already");
        }
        return operation == PowerOperation.ON && state == PowerState.On ? Optional.of("PowerState is On already")
                : Optional.empty();
    }
}
