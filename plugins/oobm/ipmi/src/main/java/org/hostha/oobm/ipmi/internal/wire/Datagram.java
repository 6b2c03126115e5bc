package org.hostha.oobm.ipmi.internal.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One UDP datagram of the IPMI class of RMCP, taken apart as far as that goes without a key (IPMI 2.0, section 13.1.3
 * and table 13-8). Decoding trusts nothing: lengths are checked against what has arrived, and nothing is kept.
 */
public sealed interface Datagram {

    /** RMCP version 6, no acknowledgement wanted, class IPMI. */
    int RMCP_LENGTH = 4;
    /** Authentication type, payload type, session id, session sequence number, payload length. */
    int SESSION_HEADER_LENGTH = 12;
    /** The most that we accept: the payload of a message that we ask for is far shorter. */
    int MAX_LENGTH = 1024;

    int PAYLOAD_IPMI = 0x00;
    int PAYLOAD_OPEN_SESSION_REQUEST = 0x10;
    int PAYLOAD_OPEN_SESSION_RESPONSE = 0x11;
    int PAYLOAD_RAKP_1 = 0x12;
    int PAYLOAD_RAKP_2 = 0x13;
    int PAYLOAD_RAKP_3 = 0x14;
    int PAYLOAD_RAKP_4 = 0x15;

    /** A message outside any session, in IPMI 1.5's format. */
    record Sessionless(byte[] message) implements Datagram { }

    /** A message of the key exchange: outside a session, and not protected. */
    record Unprotected(int payloadType, byte[] payload) implements Datagram { }

    /**
     * Something that claims to belong to a session, neither verified nor decrypted.
     *
     * @param bytes the whole datagram
     * @param payloadLength as the header says; its payload is known to lie within {@code bytes}
     */
    record Protected(byte[] bytes, int payloadType, int sessionId, int sequence, int payloadLength)
            implements Datagram { }

    static Datagram decode(byte[] bytes) throws MalformedPacketException {
        require(bytes.length <= MAX_LENGTH, "too long");
        require(bytes.length >= RMCP_LENGTH + 10, "too short");
        require(bytes[0] == 0x06 && bytes[2] == (byte) 0xff && bytes[3] == 0x07, "not IPMI over RMCP");
        return switch (bytes[RMCP_LENGTH]) {
            case 0x00 -> decodeSessionless(bytes);
            case 0x06 -> decodeRmcpPlus(bytes);
            default -> throw new MalformedPacketException("unexpected authentication type");
        };
    }

    private static Datagram decodeSessionless(byte[] bytes) throws MalformedPacketException {
        int length = bytes[RMCP_LENGTH + 9] & 0xff;
        int start = RMCP_LENGTH + 10;
        require(start + length <= bytes.length, "length beyond the datagram");
        return new Sessionless(Arrays.copyOfRange(bytes, start, start + length));
    }

    private static Datagram decodeRmcpPlus(byte[] bytes) throws MalformedPacketException {
        int start = RMCP_LENGTH + SESSION_HEADER_LENGTH;
        require(bytes.length >= start, "too short");
        ByteBuffer header = ByteBuffer.wrap(bytes, RMCP_LENGTH + 1, SESSION_HEADER_LENGTH - 1)
                .order(ByteOrder.LITTLE_ENDIAN);
        int type = header.get() & 0xff;
        int sessionId = header.getInt();
        int sequence = header.getInt();
        int length = header.getShort() & 0xffff;
        require(start + length <= bytes.length, "length beyond the datagram");
        if ((type & 0xc0) == 0 && sessionId == 0) {
            return new Unprotected(type, Arrays.copyOfRange(bytes, start, start + length));
        }
        return new Protected(bytes, type, sessionId, sequence, length);
    }

    /** Wraps a message for the time before there is a session, in IPMI 1.5's format. */
    static byte[] sessionless(byte[] message) {
        return rmcp(10 + message.length).put((byte) 0x00).putInt(0).putInt(0).put((byte) message.length).put(message)
                .array();
    }

    /** Wraps a message of the key exchange. */
    static byte[] keyExchange(int payloadType, byte[] payload) {
        return rmcp(SESSION_HEADER_LENGTH + payload.length).put((byte) 0x06).put((byte) payloadType).putInt(0).putInt(0)
                .putShort((short) payload.length).put(payload).array();
    }

    /** A little-endian buffer with the RMCP header written and {@code length} bytes to come. */
    static ByteBuffer rmcp(int length) {
        return ByteBuffer.allocate(RMCP_LENGTH + length).order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x06).put((byte) 0x00).put((byte) 0xff).put((byte) 0x07);
    }

    private static void require(boolean condition, String otherwise) throws MalformedPacketException {
        if (!condition) {
            throw new MalformedPacketException(otherwise);
        }
    }
}
