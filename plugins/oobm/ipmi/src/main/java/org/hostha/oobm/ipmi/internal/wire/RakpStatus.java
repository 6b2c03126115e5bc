package org.hostha.oobm.ipmi.internal.wire;

import org.hostha.oobm.OutOfBandManagementException.Kind;

/** What the status codes of the key exchange mean (IPMI 2.0, table 13-15), and what an admin can do about each. */
public final class RakpStatus {

    public static final int OK = 0x00;

    private RakpStatus() {
    }

    /** True when the BMC may accept another cipher suite. */
    public static boolean isAboutTheSuite(int status) {
        return status == 0x04 || status == 0x05 || status == 0x06 || status == 0x07 || status == 0x10 || status == 0x11;
    }

    /**
     * The failure that a status other than {@link #OK} means.
     *
     * @param message the message of the key exchange that carried it
     * @param username whom we logged in as
     * @param privilege what we asked for
     */
    public static RefusedException refusal(String message, int status, String username, Privilege privilege) {
        String code = String.format(" (%s, status %02Xh)", message, status);
        String user = username.isEmpty() ? "the anonymous user" : "the user '" + username + "'";
        return switch (status) {
            case 0x01, 0x0b -> new RefusedException(Kind.REJECTED, "the BMC has no free session slot" + code
                    + ": close other tools' sessions, or wait a minute until the BMC has dropped idle ones");
            case 0x0d -> new RefusedException(Kind.AUTHENTICATION, "the BMC does not know " + user + code
                    + ": correct the user name, or create and enable the user on the BMC's LAN channel");
            case 0x0c -> new RefusedException(Kind.AUTHENTICATION, "the BMC does not take a user name of this length"
                    + code);
            case 0x0f -> new RefusedException(Kind.AUTHENTICATION, "the BMC says that the password of " + user
                    + " is wrong" + code + ": correct the password");
            case 0x09, 0x0a -> RefusedException.missingPrivilege("the BMC does not let " + user + " be "
                    + privilege.text() + code + ": raise the user's privilege limit on the LAN channel");
            case 0x02, 0x08 -> new RefusedException(Kind.PROTOCOL, "the BMC has lost the session while it was opened"
                    + code);
            case 0x04, 0x05, 0x06, 0x07, 0x10, 0x11 -> new RefusedException(Kind.UNSUPPORTED,
                    "the BMC refuses the cipher suites offered" + code + ": enable suite 17 or 3 on its LAN channel");
            case 0x0e -> new RefusedException(Kind.REJECTED, "the BMC does not accept the GUID" + code);
            default -> new RefusedException(Kind.PROTOCOL, "the BMC does not understand how a session is opened"
                    + code);
        };
    }
}
