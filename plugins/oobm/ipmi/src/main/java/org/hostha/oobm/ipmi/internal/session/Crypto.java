package org.hostha.oobm.ipmi.internal.session;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.hostha.oobm.ipmi.internal.wire.CipherSuite;

/**
 * The primitives of both cipher suites. One instance serves all sessions of a thread, so that ten thousand kept
 * sessions keep their keys and no engines; it belongs to that thread.
 */
public final class Crypto {

    private final SecureRandom random;
    private final Map<CipherSuite, Mac> macs = new EnumMap<>(CipherSuite.class);
    private final Cipher cipher;

    public Crypto(SecureRandom random) {
        this.random = random;
        try {
            for (CipherSuite suite : CipherSuite.values()) {
                macs.put(suite, Mac.getInstance(suite.hmac()));
            }
            cipher = Cipher.getInstance("AES/CBC/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks a standard algorithm", e);
        }
    }

    public byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Never zero, which means "no session". */
    public int randomSessionId() {
        int id = random.nextInt();
        return id == 0 ? 1 : id;
    }

    public byte[] hmac(CipherSuite suite, SecretKey key, byte[]... parts) {
        try {
            Mac mac = macs.get(suite);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC failed", e);
        }
    }

    public byte[] hmac(CipherSuite suite, SecretKey key, byte[] bytes, int from, int to) {
        try {
            Mac mac = macs.get(suite);
            mac.init(key);
            mac.update(bytes, from, to - from);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC failed", e);
        }
    }

    /** @param mode {@link Cipher#ENCRYPT_MODE} or {@link Cipher#DECRYPT_MODE}; @param length a multiple of 16 */
    public byte[] aes(int mode, SecretKey key, byte[] bytes, int ivAt, int textAt, int length) {
        try {
            cipher.init(mode, key, new IvParameterSpec(bytes, ivAt, 16));
            return cipher.doFinal(bytes, textAt, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES failed", e);
        }
    }
}
