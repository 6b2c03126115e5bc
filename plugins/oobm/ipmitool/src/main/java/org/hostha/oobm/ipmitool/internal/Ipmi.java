package org.hostha.oobm.ipmitool.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.BmcIdentity;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/** What is asked of a BMC in a session, in IPMI's own requests (IPMI 2.0, chapters 20, 22 and 28). */
public final class Ipmi {

    private static final int CHASSIS = 0x00;
    private static final int GET_CHASSIS_STATUS = 0x01;
    private static final int CHASSIS_CONTROL = 0x02;
    private static final int APP = 0x06;
    private static final int GET_DEVICE_ID = 0x01;
    private static final int GET_SYSTEM_GUID = 0x37;
    private static final int GET_SESSION_INFO = 0x3d;
    private static final int GET_USER_ACCESS = 0x44;
    private static final int GET_USER_NAME = 0x46;
    private static final int SET_USER_PASSWORD = 0x47;
    private static final int THIS_CHANNEL = 0x0e;
    private static final int SIX_BITS = 0x3f;

    private Ipmi() {
    }

    /** Power, GUID and readiness. An answer that is no answer to the question makes the state Unknown. */
    public static PowerReading readPower(Dialogue dialogue, BmcEndpoint bmc) throws IOException {
        Optional<String> guid = systemGuid(dialogue, bmc);
        if (isOther(bmc, guid)) {
            return new PowerReading(PowerState.Unknown, guid, otherSystem(bmc, guid));
        }
        Answer device = dialogue.raw(APP, GET_DEVICE_ID);
        if (!device.holds(3)) {
            return new PowerReading(PowerState.Unknown, guid, "Get Device ID: " + device.summary());
        }
        if ((device.at(2) & 0x80) != 0) {
            return new PowerReading(PowerState.Unknown, guid, "the BMC is initialising or being updated");
        }
        Answer chassis = dialogue.raw(CHASSIS, GET_CHASSIS_STATUS);
        if (!chassis.holds(3)) {
            return new PowerReading(PowerState.Unknown, guid, "Get Chassis Status: " + chassis.summary());
        }
        return (chassis.at(0) & 1) != 0
                ? new PowerReading(PowerState.On, guid, "Chassis Power is on")
                : new PowerReading(PowerState.Off, guid, "Chassis Power is off");
    }

    /** @throws OutOfBandManagementException {@code WRONG_SYSTEM} when it speaks for another system than recorded */
    public static void requireRecordedSystem(Dialogue dialogue, BmcEndpoint bmc) throws IOException {
        if (bmc.systemGuid().isPresent()) {
            Optional<String> guid = systemGuid(dialogue, bmc);
            if (isOther(bmc, guid)) {
                throw new OutOfBandManagementException(Kind.WRONG_SYSTEM, bmc + ": " + otherSystem(bmc, guid));
            }
        }
    }

    /** Sends the one power command; what it returns is for people. */
    public static String changePower(Dialogue dialogue, BmcEndpoint bmc, PowerOperation operation) throws IOException {
        Answer answer = dialogue.raw(CHASSIS, CHASSIS_CONTROL, control(operation));
        if (answer.ok()) {
            return "Chassis Power Control: " + operation + " accepted";
        }
        boolean wantsOn = operation == PowerOperation.ON;
        if (answer.is(Answer.NOT_IN_THIS_STATE) && (wantsOn || operation == PowerOperation.OFF)) {
            Answer chassis = dialogue.raw(CHASSIS, GET_CHASSIS_STATUS);
            if (chassis.holds(3) && ((chassis.at(0) & 1) != 0) == wantsOn) {
                return "Chassis Power is already " + (wantsOn ? "on" : "off");
            }
        }
        throw refused(bmc, "Chassis Control " + operation, answer);
    }

    /** Who the BMC is, and what the user may do in the highest session that it gets. */
    public static BmcIdentity identify(Dialogue dialogue, BmcEndpoint bmc, Privilege session) throws IOException {
        Optional<String> guid = systemGuid(dialogue, bmc);
        Answer device = dialogue.raw(APP, GET_DEVICE_ID);
        if (!device.holds(11)) {
            throw refused(bmc, "Get Device ID", device);
        }
        String firmware = "IPMI %d.%d, manufacturer %d, product 0x%04x, firmware %d.%02x".formatted(
                device.at(4) & 0xf, device.at(4) >> 4, device.at(6) | device.at(7) << 8 | (device.at(8) & 0xf) << 16,
                device.at(9) | device.at(10) << 8, device.at(2) & 0x7f, device.at(3));
        int level = Math.min(session.level(), limitOfUser(dialogue));
        return new BmcIdentity(guid, firmware,
                level >= Privilege.OPERATOR.level(), level >= Privilege.ADMINISTRATOR.level());
    }

    /** Stores a password for the user of this session, in the 16-byte form where it fits, else in the 20-byte form. */
    public static void setPassword(Dialogue dialogue, BmcEndpoint bmc, Secret password) throws IOException {
        int user = userId(dialogue, bmc).orElseThrow(() -> new OutOfBandManagementException(Kind.REJECTED,
                bmc + ": the BMC's list of users doesn't hold the user name"));
        boolean twenty = password.length() > 16;
        byte[] padded = Arrays.copyOf(password.reveal(), twenty ? 20 : 16);
        int[] request = new int[4 + padded.length];
        request[0] = APP;
        request[1] = SET_USER_PASSWORD;
        request[2] = twenty ? user | 0x80 : user;
        request[3] = 0x02;
        for (int i = 0; i < padded.length; i++) {
            request[4 + i] = padded[i] & 0xff;
        }
        Answer answer = dialogue.raw(request);
        Arrays.fill(padded, (byte) 0);
        Arrays.fill(request, 0);
        if (!answer.ok()) {
            throw refused(bmc, "Set User Password", answer);
        }
    }

    private static int limitOfUser(Dialogue dialogue) throws IOException {
        Answer session = dialogue.raw(APP, GET_SESSION_INFO, 0);
        if (session.holds(5)) {
            Answer access = dialogue.raw(APP, GET_USER_ACCESS, THIS_CHANNEL, session.at(3) & SIX_BITS);
            if (access.holds(4)) {
                return access.at(3) & 0xf;
            }
        }
        return Privilege.ADMINISTRATOR.level();
    }

    /** The session's own user id where the BMC tells it, else the first of that name. */
    private static OptionalInt userId(Dialogue dialogue, BmcEndpoint bmc) throws IOException {
        Answer session = dialogue.raw(APP, GET_SESSION_INFO, 0);
        if (session.holds(5) && isNamed(dialogue, session.at(3) & SIX_BITS, bmc.username())) {
            return OptionalInt.of(session.at(3) & SIX_BITS);
        }
        Answer access = dialogue.raw(APP, GET_USER_ACCESS, THIS_CHANNEL, 1);
        if (!access.holds(4)) {
            throw refused(bmc, "Get User Access", access);
        }
        for (int id = 1; id <= (access.at(0) & SIX_BITS); id++) {
            if (isNamed(dialogue, id, bmc.username())) {
                return OptionalInt.of(id);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isNamed(Dialogue dialogue, int id, String username) throws IOException {
        Answer name = dialogue.raw(APP, GET_USER_NAME, id);
        byte[] wanted = Arrays.copyOf(username.getBytes(StandardCharsets.UTF_8), 16);
        if (!name.holds(wanted.length)) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (name.at(i) != (wanted[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** A GUID of nothing but 00 or ff is what a BMC sends that has none. */
    private static Optional<String> systemGuid(Dialogue dialogue, BmcEndpoint bmc) throws IOException {
        Answer answer = dialogue.raw(APP, GET_SYSTEM_GUID);
        if (answer.code().isEmpty() || answer.busy()) {
            throw refused(bmc, "Get System GUID", answer);
        }
        if (!answer.holds(16) || answer.data().stream().distinct().allMatch(b -> b == 0 || b == 0xff)) {
            return Optional.empty();
        }
        StringBuilder guid = new StringBuilder();
        answer.data().subList(0, 16).forEach(b -> guid.append("%02x".formatted(b)));
        return Optional.of(guid.toString());
    }

    private static boolean isOther(BmcEndpoint bmc, Optional<String> guid) {
        return bmc.systemGuid().isPresent() && !bmc.systemGuid().equals(guid);
    }

    private static String otherSystem(BmcEndpoint bmc, Optional<String> guid) {
        return "the BMC speaks for " + guid.map(id -> "system " + id).orElse("no system that it names") + ", not for "
                + bmc.systemGuid().orElse("");
    }

    private static int control(PowerOperation operation) {
        return switch (operation) {
            case OFF -> 0;
            case ON -> 1;
            case CYCLE -> 2;
            case RESET -> 3;
            case SOFT -> 5;
            case STATUS -> throw new IllegalArgumentException("STATUS changes no power");
        };
    }

    private static OutOfBandManagementException refused(BmcEndpoint bmc, String request, Answer answer) {
        if (answer.code().isEmpty()) {
            return new OutOfBandManagementException(Kind.TIMEOUT, bmc + ": " + request + " was not answered");
        }
        String why = answer.is(Answer.NO_PRIVILEGE) ? ", the user's privilege is not sufficient" : "";
        return new OutOfBandManagementException(Kind.REJECTED, bmc + ": " + request + ": " + answer.summary() + why);
    }
}
