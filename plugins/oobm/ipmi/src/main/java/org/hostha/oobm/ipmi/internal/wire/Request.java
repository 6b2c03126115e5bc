package org.hostha.oobm.ipmi.internal.wire;

import java.nio.ByteBuffer;

/**
 * A command for the BMC, in the framing of IPMI's LAN messages (IPMI 2.0, section 13.8).
 *
 * @param name the specification's name of the command, for messages
 * @param netFn network function of the request (even)
 * @param data may hold a secret; nobody prints it
 */
public record Request(String name, int netFn, int command, byte[] data) {

    private static final byte BMC_ADDRESS = 0x20;
    /** The first of the addresses that remote consoles use. */
    private static final byte CONSOLE_ADDRESS = (byte) 0x81;

    /** @param sequence ties the response to the request; 6 bits */
    public byte[] encode(int sequence) {
        ByteBuffer buffer = ByteBuffer.allocate(7 + data.length);
        buffer.put(BMC_ADDRESS).put((byte) (netFn << 2));
        buffer.put(checksum(buffer.array(), 0, 2));
        buffer.put(CONSOLE_ADDRESS).put((byte) (sequence << 2)).put((byte) command).put(data);
        buffer.put(checksum(buffer.array(), 3, buffer.position()));
        return buffer.array();
    }

    /** True when {@code response} answers this request, sent with {@code sequence}. */
    public boolean isAnsweredBy(Response response, int sequence) {
        return response.netFn() == netFn + 1 && response.command() == command
                && response.sequence() == (sequence & 0x3f);
    }

    /** The two's complement that brings the sum of the bytes to zero. */
    static byte checksum(byte[] bytes, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += bytes[i];
        }
        return (byte) -sum;
    }

    @Override
    public String toString() {
        return name;
    }
}
