package org.hostha.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what is stored, in the form of CloudStack's database encryption V2: AES-256-GCM with the SHA-256 of the key
 * text as key; Base64 of a 12-byte IV, the ciphertext and a 16-byte tag; no associated data.
 */
public final class SecretCipher implements SecretEncryption {

    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** @param key from outside the database; wiped by nobody here */
    public SecretCipher(Secret key) {
        byte[] text = key.reveal();
        try {
            this.key = new SecretKeySpec(MessageDigest.getInstance("SHA-256").digest(text), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks SHA-256", e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    @Override
    public String encrypt(Secret secret) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        byte[] plain = secret.reveal();
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv).doFinal(plain);
            return Base64.getEncoder().encodeToString(
                    ByteBuffer.allocate(iv.length + sealed.length).put(iv).put(sealed).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not encrypt a secret", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    @Override
    public Secret decrypt(String encrypted) {
        try {
            byte[] all = Base64.getDecoder().decode(encrypted);
            if (all.length < IV_BYTES) {
                throw new GeneralSecurityException("too short");
            }
            byte[] plain = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, IV_BYTES))
                    .doFinal(all, IV_BYTES, all.length - IV_BYTES);
            Secret secret = Secret.of(new String(plain, StandardCharsets.UTF_8));
            Arrays.fill(plain, (byte) 0);
            return secret;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a stored secret can't be decrypted: it was stored with another key, or changed");
        }
    }

    private Cipher cipher(int mode, byte[] iv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
        return cipher;
    }
}
