package org.hostha.server.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.hostha.core.Secret;

/**
 * Passwords as they are stored: PBKDF2 with HMAC-SHA-512 and the iterations that OWASP's password storage cheat sheet
 * asks for, in the form {@code pbkdf2-sha512$ITERATIONS$SALT$HASH}, so that a stored one keeps working when the
 * iterations are raised.
 */
final class Passwords {

    private static final String PREFIX = "pbkdf2-sha512";
    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final int ITERATIONS = 210_000;
    private static final int MAX_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 512;
    private static final int GENERATED_BYTES = 15;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What no password matches; checking it takes as long as checking any other. */
    static final String NONE = hash(generate()).replaceFirst("[^$]+$", "AAAA");

    private Passwords() {
    }

    static String hash(Secret password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return PREFIX + "$" + ITERATIONS + "$" + encoder.encodeToString(salt) + "$"
                + encoder.encodeToString(derive(password, salt, ITERATIONS));
    }

    /** False also for what is stored in no form that is known here. */
    static boolean matches(Secret password, String stored) {
        String[] parts = stored.split("\\$");
        if (parts.length != 4 || !parts[0].equals(PREFIX)) {
            return false;
        }
        try {
            int iterations = Integer.parseInt(parts[1]);
            return iterations > 0 && iterations <= MAX_ITERATIONS && MessageDigest.isEqual(
                    derive(password, Base64.getDecoder().decode(parts[2]), iterations),
                    Base64.getDecoder().decode(parts[3]));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A new password of 120 random bits. */
    static Secret generate() {
        byte[] bytes = new byte[GENERATED_BYTES];
        RANDOM.nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static byte[] derive(Secret password, byte[] salt, int iterations) {
        char[] characters = password.revealText().toCharArray();
        PBEKeySpec spec = new PBEKeySpec(characters, salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform of today has " + ALGORITHM, e);
        } finally {
            spec.clearPassword();
            Arrays.fill(characters, ' ');
        }
    }
}
