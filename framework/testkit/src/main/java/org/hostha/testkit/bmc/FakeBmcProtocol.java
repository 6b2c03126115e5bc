package org.hostha.testkit.bmc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.hostha.oobm.PowerOperation;

/** What the BMC answers to a packet (IPMI 2.0, chapter 13 for sessions; 20, 22 and 28 for commands). */
final class FakeBmcProtocol {

    private static final long SESSION_TIMEOUT = TimeUnit.SECONDS.toNanos(60);
    private static final long OPENING_TIMEOUT = TimeUnit.SECONDS.toNanos(5);
    private static final PowerOperation[] CONTROLS = {PowerOperation.OFF, PowerOperation.ON, PowerOperation.CYCLE,
        PowerOperation.RESET, null, PowerOperation.SOFT};

    private final FakeBmc bmc;
    private final Map<Long, FakeSession> sessions = new ConcurrentHashMap<>();

    FakeBmcProtocol(FakeBmc bmc) {
        this.bmc = bmc;
    }

    int openSessions() {
        return (int) sessions.values().stream().filter(s -> s.open).count();
    }

    /** The answer, or null for none. */
    byte[] answer(byte[] packet) {
        if (bmc.faults.forgetful) {
            bmc.faults.forgetful = false;
            sessions.clear();
        }
        if (packet.length < 16 || packet[0] != 6 || packet[3] != 7) {
            return null;
        }
        if (packet[4] == 0) {
            return sessionless(packet);
        }
        return switch (packet[5]) {
            case 0x10 -> openSession(Arrays.copyOfRange(packet, 16, packet.length));
            case 0x12 -> rakp1(Arrays.copyOfRange(packet, 16, packet.length));
            case 0x14 -> rakp3(Arrays.copyOfRange(packet, 16, packet.length));
            case (byte) 0xc0 -> inSession(packet);
            default -> null;
        };
    }

    private byte[] sessionless(byte[] packet) {
        byte[] message = Arrays.copyOfRange(packet, 14, packet.length);
        if (message.length < 7 || message[5] != 0x38 || message[1] >> 2 != 6) {
            return null;
        }
        byte[] answer = response(message, 0, 1, 0x80, bmc.bmcKey == null ? 0x04 : 0x24, 0x02, 0, 0, 0, 0);
        return FakeSession.joined(new byte[] {6, 0, -1, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) answer.length}, answer);
    }

    private byte[] openSession(byte[] in) {
        if (in.length < 32) {
            return null;
        }
        byte[] console = Arrays.copyOfRange(in, 4, 8);
        boolean suite3 = in[12] == 1 && in[20] == 1 && in[28] == 1;
        boolean suite17 = in[12] == 3 && in[20] == 4 && in[28] == 1;
        long now = System.nanoTime();
        sessions.values().removeIf(s -> now - s.lastUsed > (s.open ? SESSION_TIMEOUT : OPENING_TIMEOUT));
        int status = !suite3 && !suite17 ? 0x11 : sessions.size() >= bmc.faults.sessionSlots ? 0x01 : 0;
        if (status != 0) {
            return keyExchange(0x11, new byte[] {in[0], (byte) status, 0, 0}, console);
        }
        byte[] id = new byte[4];
        bmc.random.nextBytes(id);
        id[0] |= 1;
        sessions.put(FakeSession.number(id, 0), new FakeSession(console, id, suite17));
        return keyExchange(0x11, new byte[] {in[0], 0, 4, 0}, console, id, Arrays.copyOfRange(in, 8, 32));
    }

    private byte[] rakp1(byte[] in) {
        FakeSession session = in.length < 28 ? null : sessions.get(FakeSession.number(in, 4));
        if (session == null || session.open || in.length < 28 + (in[27] & 0x1f)) {
            return null;
        }
        byte[] name = Arrays.copyOfRange(in, 28, 28 + (in[27] & 0x1f));
        session.user = bmc.users.stream().skip(1)
                .filter(u -> Arrays.equals(u.name().getBytes(StandardCharsets.UTF_8), name)).findFirst().orElse(null);
        session.maximum = in[24] & 0x0f;
        int status = session.user == null ? 0x0d : session.maximum > session.user.privilege() ? 0x0a : 0;
        if (status != 0) {
            sessions.remove(FakeSession.number(in, 4));
            return keyExchange(0x13, new byte[] {in[0], (byte) status, 0, 0}, session.consoleId);
        }
        if (session.bmcRandom == null) {
            session.bmcRandom = new byte[16];
            bmc.random.nextBytes(session.bmcRandom);
        }
        session.consoleRandom = Arrays.copyOfRange(in, 8, 24);
        session.guid = bmc.guid.clone();
        session.userTail = FakeSession.joined(new byte[] {in[24], in[27]}, name);
        return keyExchange(0x13, new byte[] {in[0], 0, 0, 0}, session.consoleId, session.bmcRandom, session.guid,
                session.proofOfBmc());
    }

    private byte[] rakp3(byte[] in) {
        FakeSession session = in.length < 8 ? null : sessions.get(FakeSession.number(in, 4));
        if (session == null || session.userTail == null) {
            return null;
        }
        boolean proven = in[1] == 0 && Arrays.equals(session.proofOfConsole(), Arrays.copyOfRange(in, 8, in.length));
        if (!proven) {
            sessions.remove(FakeSession.number(in, 4));
            return in[1] != 0 ? null : keyExchange(0x15, new byte[] {in[0], 0x0f, 0, 0}, session.consoleId);
        }
        return keyExchange(0x15, new byte[] {in[0], 0, 0, 0}, session.consoleId, session.begin(bmc.bmcKey));
    }

    private byte[] inSession(byte[] packet) {
        FakeSession session = sessions.get(FakeSession.number(packet, 6));
        byte[] message = session == null || !session.open ? null : session.unseal(packet);
        if (message == null || message.length < 7) {
            return null;
        }
        byte[] answer = command(session, message);
        byte[] iv = new byte[16];
        bmc.random.nextBytes(iv);
        byte[] sealed = session.seal(answer, iv);
        if (bmc.faults.wrongCodes) {
            sealed[sealed.length - 1] ^= 1;
        }
        if (bmc.faults.lostAnswers > 0) {
            bmc.faults.lostAnswers--;
            return null;
        }
        return sealed;
    }

    private byte[] command(FakeSession session, byte[] in) {
        if (bmc.faults.busyAnswers > 0) {
            bmc.faults.busyAnswers--;
            return response(in, 0xc0);
        }
        int first = in.length > 7 ? in[6] & 0xff : 0;
        return switch ((in[1] & 0xff) >> 2 << 8 | in[5] & 0xff) {
            case 0x0601 -> response(in, 0, 0x20, 1, bmc.faults.initialising ? 0x82 : 0x02, 0x15, 2, 0xbf, 0x57, 1, 0,
                    0x34, 0x12);
            case 0x0637 -> response(in, 0, unsigned(bmc.guid));
            case 0x0638 -> response(in, 0, 1, 0x80, 0x04, 0x02, 0, 0, 0, 0);
            case 0x063b -> setPrivilege(session, in, first);
            case 0x063c -> closeSession(in);
            case 0x0644 -> response(in, 0, 10, bmc.users.size(), 1, 0x34);
            case 0x0646 -> first < 1 || first > 10 ? response(in, 0xcc) : response(in, 0, unsigned(Arrays.copyOf(
                    first > bmc.users.size() ? new byte[0] : bmc.users.get(first - 1).name()
                            .getBytes(StandardCharsets.UTF_8), 16)));
            case 0x0647 -> setPassword(session, in);
            case 0x0001 -> response(in, 0, bmc.power.isOn() ? 0x61 : 0x60, 0, 0, 0);
            case 0x0002 -> chassisControl(session, in, first);
            default -> response(in, 0xc1);
        };
    }

    private static byte[] setPrivilege(FakeSession session, byte[] in, int wanted) {
        if (wanted > session.maximum) {
            return response(in, 0x81);
        }
        session.privilege = wanted == 0 ? session.privilege : wanted;
        return response(in, 0, session.privilege);
    }

    private byte[] closeSession(byte[] in) {
        return response(in, in.length >= 11 && sessions.remove(FakeSession.number(in, 6)) != null ? 0 : 0x87);
    }

    private byte[] setPassword(FakeSession session, byte[] in) {
        if (in.length < 9) {
            return response(in, 0xc7);
        }
        int user = in[6] & 0x3f;
        boolean wide = (in[6] & 0x80) != 0;
        if (session.privilege < FakeUser.ADMINISTRATOR) {
            return response(in, 0xd4);
        }
        if (user < 1 || user > bmc.users.size() || in[7] != 2) {
            return response(in, 0xcc);
        }
        if (in.length != 9 + (wide ? 20 : 16)) {
            return response(in, 0xc7);
        }
        bmc.users.get(user - 1).password(Arrays.copyOfRange(in, 8, in.length - 1));
        return response(in, 0);
    }

    private byte[] chassisControl(FakeSession session, byte[] in, int control) {
        if (session.privilege < FakeUser.OPERATOR) {
            return response(in, 0xd4);
        }
        if (control >= CONTROLS.length || CONTROLS[control] == null) {
            return response(in, 0xcc);
        }
        bmc.power.obey(CONTROLS[control]);
        return response(in, 0);
    }

    private static byte[] keyExchange(int type, byte[]... parts) {
        byte[] payload = FakeSession.joined(parts);
        return FakeSession.joined(new byte[] {6, 0, -1, 7, 6, (byte) type, 0, 0, 0, 0, 0, 0, 0, 0,
                (byte) payload.length, 0},
                payload);
    }

    private static int[] unsigned(byte[] bytes) {
        int[] values = new int[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i];
        }
        return values;
    }

    /** An answer to {@code request}: addresses swapped, network function plus one, both checksums. */
    private static byte[] response(byte[] request, int completionCode, int... data) {
        byte[] out = new byte[8 + data.length];
        out[0] = request[3];
        out[1] = (byte) (request[1] + 4);
        out[2] = (byte) -(out[0] + out[1]);
        out[3] = request[0];
        out[4] = request[4];
        out[5] = request[5];
        out[6] = (byte) completionCode;
        int sum = out[3] + out[4] + out[5] + out[6];
        for (int i = 0; i < data.length; i++) {
            out[7 + i] = (byte) data[i];
            sum += data[i];
        }
        out[out.length - 1] = (byte) -sum;
        return out;
    }
}
