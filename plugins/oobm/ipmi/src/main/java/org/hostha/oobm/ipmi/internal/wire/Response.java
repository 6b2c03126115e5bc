package org.hostha.oobm.ipmi.internal.wire;

import java.util.Arrays;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/**
 * The BMC's answer to a {@link Request}.
 *
 * @param completionCode zero when the command was carried out, else see {@link CompletionCode}
 */
public record Response(int netFn, int command, int sequence, int completionCode, byte[] data) {

    private static final int MIN_LENGTH = 8;

    public static Response decode(byte[] message) throws MalformedPacketException {
        if (message.length < MIN_LENGTH) {
            throw new MalformedPacketException("response too short");
        }
        int end = message.length - 1;
        if (Request.checksum(message, 0, 2) != message[2] || Request.checksum(message, 3, end) != message[end]) {
            throw new MalformedPacketException("wrong checksum");
        }
        return new Response((message[1] & 0xff) >> 2, message[5] & 0xff, (message[4] & 0xff) >> 2, message[6] & 0xff,
                Arrays.copyOfRange(message, 7, end));
    }

    /** The byte at {@code index}, or a failure of the command's own when the BMC answered less. */
    public int at(int index) {
        if (index >= data.length) {
            throw new RefusedException(Kind.PROTOCOL, "the answer to command "
                    + String.format("%02Xh", command) + " has " + data.length + " bytes, too few to be used");
        }
        return data[index] & 0xff;
    }
}
