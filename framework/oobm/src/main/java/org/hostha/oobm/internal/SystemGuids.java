package org.hostha.oobm.internal;

import java.util.Locale;
import java.util.Optional;

/** The GUID of the system that a BMC speaks for. */
public final class SystemGuids {

    /** Turning the fields and turning all, by turns, comes back to the beginning after so many steps. */
    private static final int ORDERS = 8;

    private SystemGuids() {
    }

    /**
     * The same text for one GUID in each of the byte orders in which firmware tells it: as Redfish writes it, with the
     * first three fields turned round, backwards (IPMI 2.0, section 20.8, against RFC 4122), and all that these lead to.
     */
    public static String inAnyOrder(String guid) {
        String digits = guid.replace("-", "").toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{32}")) {
            return digits;
        }
        String least = digits;
        String turned = digits;
        for (int i = 0; i < ORDERS; i++) {
            turned = i % 2 == 0 ? fieldsBackwards(turned) : backwards(turned);
            least = turned.compareTo(least) < 0 ? turned : least;
        }
        return least;
    }

    private static String fieldsBackwards(String digits) {
        return backwards(digits.substring(0, 8)) + backwards(digits.substring(8, 12))
                + backwards(digits.substring(12, 16)) + digits.substring(16);
    }

    private static String backwards(String digits) {
        StringBuilder text = new StringBuilder();
        for (int i = digits.length(); i > 0; i -= 2) {
            text.append(digits, i - 2, i);
        }
        return text.toString();
    }

    /** A GUID as found, without those that BMCs give instead of one: all zeros or all ones. */
    public static Optional<String> meaningful(Optional<String> guid) {
        return guid.filter(text -> !text.matches("[0-]*") && !text.matches("[fF-]*"));
    }
}
