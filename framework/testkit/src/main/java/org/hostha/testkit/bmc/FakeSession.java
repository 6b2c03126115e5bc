package org.hostha.testkit.bmc;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.BitSet;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The BMC's end of one session, from Open Session on: its keys, its sequence numbers, and how packets are sealed. */
final class FakeSession {

    final byte[] consoleId;
    final byte[] bmcId;
    final boolean sha256;
    byte[] consoleRandom;
    byte[] bmcRandom;
    byte[] guid;
    byte[] userTail;
    FakeUser user;
    int maximum;
    int privilege = FakeUser.USER;
    boolean open;
    long lastUsed = System.nanoTime();
    private byte[] integrityKey;
    private byte[] aesKey;
    private long sent;
    private long highest;
    private final BitSet seen = new BitSet();

    FakeSession(byte[] consoleId, byte[] bmcId, boolean sha256) {
        this.consoleId = consoleId;
        this.bmcId = bmcId;
        this.sha256 = sha256;
    }

    byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(sha256 ? "HmacSHA256" : "HmacSHA1");
            mac.init(new SecretKeySpec(key, "RAW"));
            return mac.doFinal(joined(parts));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    int codeLength() {
        return sha256 ? 16 : 12;
    }

    /** RAKP message 2's code, with which the BMC proves that it knows the password. */
    byte[] proofOfBmc() {
        return hmac(user.password(), consoleId, bmcId, consoleRandom, bmcRandom, guid, userTail);
    }

    /** RAKP message 3's code, as the console must have made it. */
    byte[] proofOfConsole() {
        return hmac(user.password(), bmcRandom, consoleId, userTail);
    }

    /** Makes the keys and answers RAKP message 4's check value. */
    byte[] begin(byte[] bmcKey) {
        byte[] sik = hmac(bmcKey == null ? user.password() : bmcKey, consoleRandom, bmcRandom, userTail);
        integrityKey = hmac(sik, "\1".repeat(20).getBytes());
        aesKey = Arrays.copyOf(hmac(sik, "\2".repeat(20).getBytes()), 16);
        open = true;
        return Arrays.copyOf(hmac(sik, consoleRandom, bmcId, guid), codeLength());
    }

    /** The message in a packet, or null when the packet is forged, damaged, or has been seen. */
    byte[] unseal(byte[] packet) {
        int code = packet.length - codeLength();
        int length = packet.length < 16 ? 0 : (packet[14] & 0xff) | (packet[15] & 0xff) << 8;
        if (code < 16 + length || length < 32 || length % 16 != 0) {
            return null;
        }
        byte[] right = Arrays.copyOf(hmac(integrityKey, Arrays.copyOfRange(packet, 4, code)), codeLength());
        if (!Arrays.equals(right, Arrays.copyOfRange(packet, code, packet.length)) || !isNew(number(packet, 10))) {
            return null;
        }
        lastUsed = System.nanoTime();
        byte[] clear = aes(Cipher.DECRYPT_MODE, Arrays.copyOfRange(packet, 16, 32),
                Arrays.copyOfRange(packet, 32, 16 + length));
        return Arrays.copyOf(clear, clear.length - 1 - (clear[clear.length - 1] & 0xff));
    }

    private boolean isNew(long sequence) {
        if (sequence == 0 || sequence > highest + 15 || sequence < highest - 16 || seen.get((int) sequence)) {
            return false;
        }
        seen.set((int) sequence);
        highest = Math.max(highest, sequence);
        return true;
    }

    byte[] seal(byte[] message, byte[] iv) {
        int pad = (16 - (message.length + 1) % 16) % 16;
        byte[] clear = Arrays.copyOf(message, message.length + pad + 1);
        for (int i = 0; i < pad; i++) {
            clear[message.length + i] = (byte) (i + 1);
        }
        clear[clear.length - 1] = (byte) pad;
        byte[] text = joined(iv, aes(Cipher.ENCRYPT_MODE, iv, clear));
        sent++;
        byte[] head = {6, (byte) 0xc0, consoleId[0], consoleId[1], consoleId[2], consoleId[3], (byte) sent,
            (byte) (sent >> 8), (byte) (sent >> 16), (byte) (sent >> 24), (byte) text.length,
            (byte) (text.length >> 8)};
        // 12 + length + 2 is 2 short of a multiple of 4, as the payload is always one of 16.
        byte[] signed = joined(head, text, new byte[] {-1, -1, 2, 7});
        byte[] code = Arrays.copyOf(hmac(integrityKey, signed), codeLength());
        return joined(new byte[] {6, 0, -1, 7}, signed, code);
    }

    private byte[] aes(int mode, byte[] iv, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(mode, new SecretKeySpec(aesKey, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static long number(byte[] bytes, int at) {
        return (bytes[at] & 0xffL) | (bytes[at + 1] & 0xffL) << 8 | (bytes[at + 2] & 0xffL) << 16
                | (bytes[at + 3] & 0xffL) << 24;
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
