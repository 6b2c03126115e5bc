package org.hostha.server;

/** Why the server can't start: one line that names the thing and the remedy. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
