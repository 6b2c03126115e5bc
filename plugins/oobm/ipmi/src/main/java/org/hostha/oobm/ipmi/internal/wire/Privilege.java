package org.hostha.oobm.ipmi.internal.wire;

import java.util.Locale;

/** The privilege levels that we ask for (IPMI 2.0, section 6.8), lowest first. */
public enum Privilege {
    USER(2),
    OPERATOR(3),
    ADMINISTRATOR(4);

    private final int code;

    Privilege(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
