package org.hostha.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** A password or key. It never prints itself, and can be wiped. */
public final class Secret implements AutoCloseable {

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the UTF-8 bytes; the caller wipes it. */
    public byte[] reveal() {
        return bytes.clone();
    }

    /** For interfaces that take nothing but a string. */
    public String revealText() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Length in UTF-8 bytes. */
    public int length() {
        return bytes.length;
    }

    /** The form in which CloudStack shows a stored password: its first character and {@code ****}. */
    public String masked() {
        return bytes.length == 0 ? "" : revealText().substring(0, 1) + "****";
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "****";
    }
}
