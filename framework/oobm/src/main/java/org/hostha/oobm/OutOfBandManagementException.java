package org.hostha.oobm;

import java.util.Objects;

/**
 * Why a BMC did not do what it was asked: the kind tells a program what to do next, the message tells a person who was
 * asked and what went wrong. Neither ever holds a secret.
 */
public class OutOfBandManagementException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it is, and what an admin can do about it. */
    public enum Kind {
        /** The BMC answered and refused the user name or password. */
        AUTHENTICATION("check the user name and password configured for the host's out-of-band management"),
        /** Nothing answered: no route, port closed, BMC without power. */
        UNREACHABLE("check address, port, cabling and standby power of the BMC"),
        /** No answer, or no complete one, before the deadline. */
        TIMEOUT("check the load and network of the BMC, or raise outofbandmanagement.action.timeout"),
        /** Driver or BMC can't do this operation. */
        UNSUPPORTED("choose another operation or another driver"),
        /** The BMC understood and said no: privilege, state, policy. */
        REJECTED("check the user's privilege (operator is needed for power) and the BMC's policy"),
        /** The BMC controls another system than the one recorded for the host. */
        WRONG_SYSTEM("the BMC's address may have moved to another machine: check it and"
                + " configure out-of-band management again"),
        /** The answer makes no sense. */
        PROTOCOL("check the driver's settings and the BMC's firmware");

        private final String advice;

        Kind(String advice) {
            this.advice = advice;
        }

        /** One line for the admin. */
        public String advice() {
            return advice;
        }
    }

    private final Kind kind;

    /** @param message who was asked, and what failed */
    public OutOfBandManagementException(Kind kind, String message) {
        this(kind, message, null);
    }

    public OutOfBandManagementException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    public Kind kind() {
        return kind;
    }
}
