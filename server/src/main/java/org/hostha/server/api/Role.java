package org.hostha.server.api;

import java.util.Arrays;
import java.util.Optional;

/** What callers may do: CloudStack's root admin, and one who may look at everything and change nothing. */
public enum Role {
    ROOT_ADMIN(1, "Root Admin"),
    READ_ONLY_OPERATOR(2, "Read-Only Operator");

    private final long id;
    private final String label;

    Role(long id, String label) {
        this.id = id;
        this.label = label;
    }

    /** Its row in {@code roles}. */
    public long id() {
        return id;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }

    public boolean allows(Command command) {
        return this == ROOT_ADMIN || command.isReading();
    }

    /** Empty for a role that this server does not have. */
    public static Optional<Role> of(long id) {
        return Arrays.stream(values()).filter(role -> role.id == id).findFirst();
    }
}
