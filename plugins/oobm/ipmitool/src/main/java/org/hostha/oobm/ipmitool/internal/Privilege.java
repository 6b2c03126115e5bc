package org.hostha.oobm.ipmitool.internal;

/** Session privilege levels (IPMI 2.0, table 22-2), least first: a session asks for no more than it needs. */
public enum Privilege {
    USER(2), OPERATOR(3), ADMINISTRATOR(4);

    private final int level;

    Privilege(int level) {
        this.level = level;
    }

    /** The number that stands for it in IPMI messages. */
    public int level() {
        return level;
    }
}
