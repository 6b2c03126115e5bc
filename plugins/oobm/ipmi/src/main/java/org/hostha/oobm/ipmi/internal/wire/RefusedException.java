package org.hostha.oobm.ipmi.internal.wire;

import java.util.Objects;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/** The BMC said no, or something that can't be worked with. The layer that knows the BMC's name adds it. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final boolean missingPrivilege;

    /** @param message what was refused, why, and what to do about it; never a secret */
    public RefusedException(Kind kind, String message) {
        this(kind, message, false);
    }

    private RefusedException(Kind kind, String message, boolean missingPrivilege) {
        super(message, null, false, false);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.missingPrivilege = missingPrivilege;
    }

    /** The user exists and the password is right, but the user may not do this. */
    public static RefusedException missingPrivilege(String message) {
        return new RefusedException(Kind.REJECTED, message, true);
    }

    public Kind kind() {
        return kind;
    }

    /** True when a session of a lower privilege level may still be had. */
    public boolean isMissingPrivilege() {
        return missingPrivilege;
    }
}
