package org.hostha.oobm.ipmi.internal.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The six messages that open an RMCP+ session, as bytes (IPMI 2.0, sections 13.17 to 13.23). */
public final class KeyExchange {

    /** Look the user up by name alone, whatever the privilege asked for (section 13.20). */
    private static final int NAME_ONLY_LOOKUP = 0x10;

    private KeyExchange() {
    }

    /** What the messages from the BMC have in common. */
    public sealed interface Answer {

        /** As in the message that is answered. */
        int tag();

        /** See {@link RakpStatus}. */
        int status();

        /** The console's session id; 0 in a refusal that leaves it out. */
        int consoleId();
    }

    /**
     * What the BMC answered to Open Session; the fields after the status are zero unless it is {@link RakpStatus#OK}.
     */
    public record OpenSessionResponse(int tag, int status, int consoleId, int bmcId, int authentication, int integrity,
            int confidentiality) implements Answer { }

    /**
     * RAKP message 2; the fields after the console's session id are empty unless the status is {@link RakpStatus#OK}.
     */
    public record Rakp2(int tag, int status, int consoleId, byte[] bmcRandom, byte[] bmcGuid, byte[] authCode)
            implements Answer { }

    /** RAKP message 4; {@code checkValue} is empty unless the status is {@link RakpStatus#OK}. */
    public record Rakp4(int tag, int status, int consoleId, byte[] checkValue) implements Answer { }

    /** The role byte of RAKP message 1, which also enters the authentication codes. */
    public static int role(Privilege privilege) {
        return NAME_ONLY_LOOKUP | privilege.code();
    }

    public static byte[] openSession(int tag, Privilege privilege, int consoleId, CipherSuite suite) {
        ByteBuffer payload = littleEndian(32).put((byte) tag).put((byte) privilege.code()).putShort((short) 0)
                .putInt(consoleId);
        algorithm(payload, 0, suite.authentication());
        algorithm(payload, 1, suite.integrity());
        algorithm(payload, 2, CipherSuite.CONFIDENTIALITY);
        return Datagram.keyExchange(Datagram.PAYLOAD_OPEN_SESSION_REQUEST, payload.array());
    }

    private static void algorithm(ByteBuffer payload, int type, int number) {
        payload.put((byte) type).putShort((short) 0).put((byte) 8).put((byte) number).put(new byte[3]);
    }

    public static byte[] rakp1(int tag, int bmcId, byte[] consoleRandom, int role, byte[] username) {
        return Datagram.keyExchange(Datagram.PAYLOAD_RAKP_1, littleEndian(28 + username.length)
                .put((byte) tag).put(new byte[3]).putInt(bmcId).put(consoleRandom)
                .put((byte) role).putShort((short) 0).put((byte) username.length).put(username).array());
    }

    /** @param status {@link RakpStatus#OK}, or why the BMC should forget the session; then {@code authCode} is empty */
    public static byte[] rakp3(int tag, int status, int bmcId, byte[] authCode) {
        return Datagram.keyExchange(Datagram.PAYLOAD_RAKP_3, littleEndian(8 + authCode.length)
                .put((byte) tag).put((byte) status).putShort((short) 0).putInt(bmcId).put(authCode).array());
    }

    public static OpenSessionResponse decodeOpenSession(byte[] payload) throws MalformedPacketException {
        ByteBuffer in = atLeast(payload, 2);
        int tag = in.get(0) & 0xff;
        int status = in.get(1) & 0xff;
        if (status != RakpStatus.OK) {
            return new OpenSessionResponse(tag, status, refusedId(payload), 0, 0, 0, 0);
        }
        atLeast(payload, 36);
        return new OpenSessionResponse(tag, status, in.getInt(4), in.getInt(8), in.get(16) & 0x3f, in.get(24) & 0x3f,
                in.get(32) & 0x3f);
    }

    /** @param suite says how long the authentication code is */
    public static Rakp2 decodeRakp2(byte[] payload, CipherSuite suite) throws MalformedPacketException {
        ByteBuffer in = atLeast(payload, 2);
        int tag = in.get(0) & 0xff;
        int status = in.get(1) & 0xff;
        if (status != RakpStatus.OK) {
            return new Rakp2(tag, status, refusedId(payload), new byte[0], new byte[0], new byte[0]);
        }
        atLeast(payload, 40 + suite.hmacLength());
        return new Rakp2(tag, status, in.getInt(4), slice(in, 8, 16), slice(in, 24, 16),
                slice(in, 40, suite.hmacLength()));
    }

    /** @param suite says how long the check value is */
    public static Rakp4 decodeRakp4(byte[] payload, CipherSuite suite) throws MalformedPacketException {
        ByteBuffer in = atLeast(payload, 2);
        int tag = in.get(0) & 0xff;
        int status = in.get(1) & 0xff;
        if (status != RakpStatus.OK) {
            return new Rakp4(tag, status, refusedId(payload), new byte[0]);
        }
        atLeast(payload, 8 + suite.truncatedLength());
        return new Rakp4(tag, status, in.getInt(4), slice(in, 8, suite.truncatedLength()));
    }

    /** Some BMCs (ipmi_sim for one) end a refusal after the status: 0 stands for the id that they leave out. */
    private static int refusedId(byte[] payload) throws MalformedPacketException {
        return payload.length < 8 ? 0 : atLeast(payload, 8).getInt(4);
    }

    private static ByteBuffer atLeast(byte[] payload, int length) throws MalformedPacketException {
        if (payload.length < length) {
            throw new MalformedPacketException("message of the key exchange too short");
        }
        return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] slice(ByteBuffer in, int from, int length) {
        byte[] bytes = new byte[length];
        in.get(from, bytes);
        return bytes;
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
