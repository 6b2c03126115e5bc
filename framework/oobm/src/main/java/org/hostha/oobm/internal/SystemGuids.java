package org.hostha.oobm.internal;

import java.util.Optional;

/** The GUID of the system that a BMC speaks for. */
public final class SystemGuids {

    private SystemGuids() {
    }

    /** A GUID as found, without those that BMCs give instead of one: all zeros or all ones. */
    public static Optional<String> meaningful(Optional<String> guid) {
        return guid.filter(text -> !text.matches("[0-]*") && !text.matches("[fF-]*"));
    }
}
