package org.hostha.oobm.ipmi.internal.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.hostha.oobm.ipmi.internal.wire.CipherSuite;
import org.hostha.oobm.ipmi.internal.wire.Datagram;
import org.hostha.oobm.ipmi.internal.wire.MalformedPacketException;
import org.hostha.oobm.ipmi.internal.wire.Privilege;

/**
 * An open RMCP+ session: seals what is sent and opens what is received (IPMI 2.0, table 13-8, sections 13.28 and
 * 13.29). Every packet is authenticated and encrypted; one that is not, or that was seen before, is not opened.
 */
public final class Session {

    private static final int AUTHENTICATED_AND_ENCRYPTED = 0xc0;
    private static final byte NEXT_HEADER = 0x07;
    private static final int BLOCK = 16;

    private final Crypto crypto;
    private final CipherSuite suite;
    private final int consoleId;
    private final int bmcId;
    private final Privilege privilege;
    private final SecretKey integrityKey;
    private final SecretKey encryptionKey;
    private final ReplayWindow received = new ReplayWindow();
    private int sent;
    private int requests;

    /** @param sik the session integrity key, from which the others are made (section 13.32) */
    Session(Crypto crypto, CipherSuite suite, int consoleId, int bmcId, Privilege privilege, SecretKey sik) {
        this.crypto = crypto;
        this.suite = suite;
        this.consoleId = consoleId;
        this.bmcId = bmcId;
        this.privilege = privilege;
        this.integrityKey = new SecretKeySpec(crypto.hmac(suite, sik, constant(1)), suite.hmac());
        this.encryptionKey = new SecretKeySpec(Arrays.copyOf(crypto.hmac(suite, sik, constant(2)), BLOCK), "AES");
    }

    private static byte[] constant(int value) {
        byte[] bytes = new byte[20];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** The id that the BMC calls this session by. */
    public int bmcId() {
        return bmcId;
    }

    /** The level that the session was opened for. */
    public Privilege privilege() {
        return privilege;
    }

    /** The next request sequence number, which ties responses to requests. */
    public int nextRequest() {
        requests = (requests + 1) & 0x3f;
        return requests;
    }

    /** Encrypts and signs a message; each call uses up a session sequence number. */
    public byte[] seal(byte[] message) {
        byte[] payload = encrypt(message);
        int padding = -(Datagram.SESSION_HEADER_LENGTH + payload.length + 2) & 3;
        int signed = Datagram.SESSION_HEADER_LENGTH + payload.length + padding + 2;
        sent = sent == -1 ? 1 : sent + 1;
        ByteBuffer out = Datagram.rmcp(signed + suite.truncatedLength());
        out.put((byte) 0x06).put((byte) (AUTHENTICATED_AND_ENCRYPTED | Datagram.PAYLOAD_IPMI)).putInt(bmcId)
                .putInt(sent);
        out.putShort((short) payload.length).put(payload);
        for (int i = 0; i < padding; i++) {
            out.put((byte) 0xff);
        }
        out.put((byte) padding).put(NEXT_HEADER);
        byte[] bytes = out.array();
        out.put(crypto.hmac(suite, integrityKey, bytes, Datagram.RMCP_LENGTH, out.position()), 0,
                suite.truncatedLength());
        return bytes;
    }

    /** The payload: IV, then the message padded with 1, 2, 3, ... and the padding's length (section 13.29). */
    private byte[] encrypt(byte[] message) {
        int padding = -(message.length + 1) & (BLOCK - 1);
        byte[] clear = Arrays.copyOf(crypto.random(BLOCK), BLOCK + message.length + padding + 1);
        System.arraycopy(message, 0, clear, BLOCK, message.length);
        for (int i = 1; i <= padding; i++) {
            clear[BLOCK + message.length + i - 1] = (byte) i;
        }
        clear[clear.length - 1] = (byte) padding;
        byte[] encrypted = crypto.aes(Cipher.ENCRYPT_MODE, encryptionKey, clear, 0, BLOCK, clear.length - BLOCK);
        System.arraycopy(encrypted, 0, clear, BLOCK, encrypted.length);
        return clear;
    }

    /** The message inside, or empty when the packet is not of this session, not authentic, or not new. */
    public Optional<byte[]> open(Datagram.Protected packet) throws MalformedPacketException {
        if (packet.sessionId() != consoleId
                || packet.payloadType() != (AUTHENTICATED_AND_ENCRYPTED | Datagram.PAYLOAD_IPMI)
                || !isAuthentic(packet) || !received.accept(packet.sequence())) {
            return Optional.empty();
        }
        return Optional.of(decrypt(packet.bytes(), Datagram.RMCP_LENGTH + Datagram.SESSION_HEADER_LENGTH,
                packet.payloadLength()));
    }

    private boolean isAuthentic(Datagram.Protected packet) {
        byte[] bytes = packet.bytes();
        int end = bytes.length - suite.truncatedLength();
        int payloadEnd = Datagram.RMCP_LENGTH + Datagram.SESSION_HEADER_LENGTH + packet.payloadLength();
        if (end < payloadEnd + 2 || bytes[end - 1] != NEXT_HEADER || (bytes[end - 2] & 0xff) != end - 2 - payloadEnd) {
            return false;
        }
        byte[] expected = crypto.hmac(suite, integrityKey, bytes, Datagram.RMCP_LENGTH, end);
        return MessageDigest.isEqual(Arrays.copyOf(expected, suite.truncatedLength()),
                Arrays.copyOfRange(bytes, end, bytes.length));
    }

    private byte[] decrypt(byte[] bytes, int start, int length) throws MalformedPacketException {
        if (length < 2 * BLOCK || length % BLOCK != 0) {
            throw new MalformedPacketException("encrypted payload of a wrong length");
        }
        byte[] clear = crypto.aes(Cipher.DECRYPT_MODE, encryptionKey, bytes, start, start + BLOCK, length - BLOCK);
        int padding = clear[clear.length - 1] & 0xff;
        if (padding >= clear.length) {
            throw new MalformedPacketException("wrong padding");
        }
        return Arrays.copyOf(clear, clear.length - 1 - padding);
    }

    /** Names the session without its keys. */
    @Override
    public String toString() {
        return String.format("session %08x (%s, %s)", bmcId, suite, privilege.text());
    }
}
