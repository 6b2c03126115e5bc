package org.hostha.oobm.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hostha.core.Secret;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.oobm.spi.PasswordChanger;

/** The drivers that are registered. A name counts in any case, and is kept in lower case. */
public final class Drivers {

    /** What can be kept, in bytes: encrypted it takes up to 255 characters. */
    private static final int LONGEST_PASSWORD = 160;

    private final Map<String, OutOfBandManagementDriver> byName = new TreeMap<>();

    public Drivers(List<? extends OutOfBandManagementDriver> drivers) {
        drivers.forEach(driver -> byName.put(key(driver.name()), driver));
    }

    public static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /**
     * The driver that an admin asks for.
     *
     * @throws OutOfBandManagementException {@code UNSUPPORTED} when nobody registered it, in CloudStack's words
     */
    public OutOfBandManagementDriver named(String name) {
        OutOfBandManagementDriver driver = byName.get(key(name));
        if (driver == null) {
            throw new OutOfBandManagementException(Kind.UNSUPPORTED, "Out-of-band management driver is not available."
                    + " Please provide a valid driver name. Known drivers: " + known());
        }
        return driver;
    }

    /**
     * The driver that a host is configured with.
     *
     * @throws OutOfBandManagementException {@code UNSUPPORTED} when it is not registered any more
     */
    public OutOfBandManagementDriver of(OutOfBandManagement row) {
        OutOfBandManagementDriver driver = byName.get(key(row.driver()));
        if (driver == null) {
            throw new OutOfBandManagementException(Kind.UNSUPPORTED, "Out-of-band management driver '" + row.driver()
                    + "' is not available. Known drivers: " + known());
        }
        return driver;
    }

    private String known() {
        return String.join(", ", byName.keySet());
    }

    /** The failure of a host whose driver lacks a capability. */
    public static OutOfBandManagementException unsupported(OutOfBandManagement row, Class<?> capability) {
        return new OutOfBandManagementException(Kind.UNSUPPORTED,
                "driver " + row.driver() + " does not support this operation (" + capability.getSimpleName() + ")");
    }

    /** @throws OutOfBandManagementException {@code REJECTED} for a password that the driver's BMCs can't have, or nobody keep */
    public static void checkLength(OutOfBandManagementDriver driver, Secret password) {
        int most = driver instanceof PasswordChanger changer ? Math.min(changer.maxPasswordLength(), LONGEST_PASSWORD)
                : LONGEST_PASSWORD;
        if (password.length() > most) {
            throw new OutOfBandManagementException(Kind.REJECTED, "parameter password: at most "
                    + most + " bytes with driver " + driver.name()
                    + ", not " + password.length());
        }
    }
}
