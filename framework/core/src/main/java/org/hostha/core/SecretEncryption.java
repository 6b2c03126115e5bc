package org.hostha.core;

/** Keeps secrets unreadable in a store. */
public interface SecretEncryption {

    /**
     * The form in which a secret is stored.
     *
     * @throws IllegalArgumentException when it can't be stored
     */
    String encrypt(Secret secret);

    /**
     * Decrypts what {@link #encrypt} made.
     *
     * @throws IllegalArgumentException when it was made with another key, or was changed since
     */
    Secret decrypt(String encrypted);
}
