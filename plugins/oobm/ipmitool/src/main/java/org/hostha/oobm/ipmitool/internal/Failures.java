package org.hostha.oobm.ipmitool.internal;

import java.util.List;
import java.util.Locale;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/**
 * Why ipmitool opened no session. Its last line is the same for a wrong password and for a BMC that is gone; the lines
 * before it, printed with {@code -v}, tell them apart (ipmitool 1.8.19).
 */
final class Failures {

    private record Sign(String text, Kind kind, String meaning) { }

    private static final List<Sign> SIGNS = List.of(
            new Sign("rakp 2 hmac is invalid", Kind.AUTHENTICATION, "the password is wrong"),
            new Sign("unauthorized name", Kind.AUTHENTICATION, "the user name is unknown"),
            new Sign("invalid name length", Kind.AUTHENTICATION, "the user name is too long"),
            new Sign("has invalid integrity check value", Kind.AUTHENTICATION, "the password is wrong"),
            new Sign("invalid integrity check value", Kind.AUTHENTICATION, "the password is wrong"),
            new Sign("invalid user name", Kind.AUTHENTICATION, "the user name is unknown"),
            new Sign("activate session error", Kind.AUTHENTICATION, "the user name or password is wrong"),
            new Sign("unauthorized role", Kind.REJECTED, "the user may not have the privilege that is needed"),
            new Sign("invalid role", Kind.REJECTED, "the user may not have the privilege that is needed"),
            new Sign("privilege level to", Kind.REJECTED, "the user may not have the privilege that is needed"),
            new Sign("insufficient resources", Kind.REJECTED, "the BMC has no session to spare"),
            new Sign("no response from rakp", Kind.TIMEOUT, "the BMC stopped answering during the login"),
            new Sign("unexpected rakp", Kind.PROTOCOL, "the BMC's answers to the login are out of order"),
            new Sign("address lookup for", Kind.UNREACHABLE, "the address can't be resolved"),
            new Sign("could not open socket", Kind.UNREACHABLE, "there is no way to the address"),
            new Sign("get auth capabilities error", Kind.UNREACHABLE, "nothing answers there as a BMC"),
            new Sign("channel authentication capabilities", Kind.UNREACHABLE, "nothing answers there as a BMC"));

    private static final List<String> CIPHER_REFUSED = List.of("invalid authentication algorithm",
            "invalid integrity algorithm", "invalid confidentiality algorithm", "no matching authentication payload",
            "no matching integrity payload", "no cipher suite match");

    private Failures() {
    }

    static boolean cipherRefused(String printed) {
        String text = printed.toLowerCase(Locale.ROOT);
        return CIPHER_REFUSED.stream().anyMatch(text::contains);
    }

    static OutOfBandManagementException noSession(String bmc, String printed) {
        String text = printed.toLowerCase(Locale.ROOT);
        if (cipherRefused(printed)) {
            return new OutOfBandManagementException(Kind.REJECTED, bmc + ": the BMC refuses the cipher suites of "
                    + "outofbandmanagement.ipmitool.cipher.suites");
        }
        for (Sign sign : SIGNS) {
            if (text.contains(sign.text)) {
                return new OutOfBandManagementException(sign.kind, bmc + ": " + sign.meaning);
            }
        }
        return new OutOfBandManagementException(Kind.PROTOCOL,
                bmc + ": ipmitool opened no session and gave no reason that is known");
    }
}
