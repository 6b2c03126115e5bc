package org.hostha.oobm.ipmi.internal.wire;

import org.hostha.oobm.OutOfBandManagementException.Kind;

/** What the completion codes mean (IPMI 2.0, table 5-2), and what an admin can do about each. */
public final class CompletionCode {

    public static final int OK = 0x00;
    /** The BMC did not begin the command and asks to repeat it. */
    public static final int NODE_BUSY = 0xc0;
    public static final int INVALID_COMMAND = 0xc1;

    private CompletionCode() {
    }

    /** The failure that a code other than {@link #OK} means for {@code request}. */
    public static RefusedException refusal(Request request, int code) {
        String what = String.format("the BMC refused %s (completion code %02Xh): %s", request.name(), code, text(code));
        return switch (code) {
            case 0xd4 -> RefusedException.missingPrivilege(what);
            case 0xc1, 0xc2 -> new RefusedException(Kind.UNSUPPORTED, what);
            case 0xc3 -> new RefusedException(Kind.TIMEOUT, what);
            case 0xc6, 0xc7, 0xc8, 0xca, 0xce, 0xcf -> new RefusedException(Kind.PROTOCOL, what);
            default -> new RefusedException(Kind.REJECTED, what);
        };
    }

    private static String text(int code) {
        return switch (code) {
            case 0xc0 -> "it is busy; try again";
            case 0xc1 -> "it does not know the command";
            case 0xc2 -> "it does not know the command for this unit";
            case 0xc3 -> "it timed out while processing; look at the machine's state before repeating";
            case 0xc4 -> "it is out of space";
            case 0xc5 -> "the reservation is gone";
            case 0xc6, 0xc7, 0xc8 -> "it does not like the request's length; look for newer BMC firmware";
            case 0xc9, 0xcc -> "it does not like a value in the request";
            case 0xca -> "it can't return so many bytes";
            case 0xcb -> "what was asked for does not exist";
            case 0xcd -> "the command is illegal here";
            case 0xce -> "it could not form an answer; look at the machine's state before repeating";
            case 0xcf -> "it takes the request for a repetition of one that it has carried out";
            case 0xd0 -> "it is updating its sensor data; try again later";
            case 0xd1 -> "its firmware is being updated; try again later";
            case 0xd2 -> "it is initialising; try again in a minute";
            case 0xd3 -> "the addressed unit does not answer";
            case 0xd4 -> "the user's privilege is too low; give the user operator (administrator to change passwords)";
            case 0xd5 -> "the machine's present state does not allow it";
            case 0xd6 -> "the function is disabled on the BMC; enable it there";
            case 0xff -> "it gives no reason";
            default -> "a code of this command or vendor; see the BMC's manual";
        };
    }
}
