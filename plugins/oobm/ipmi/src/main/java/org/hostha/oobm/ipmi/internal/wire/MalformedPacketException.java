package org.hostha.oobm.ipmi.internal.wire;

/**
 * Bytes that are no packet of ours. Whoever receives them drops them; the exception is cheap because anybody can send
 * some.
 */
public final class MalformedPacketException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedPacketException(String message) {
        super(message, null, false, false);
    }
}
