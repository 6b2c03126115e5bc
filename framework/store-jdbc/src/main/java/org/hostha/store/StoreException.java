package org.hostha.store;

/**
 * The database did not do what it was asked, or holds what it can't hold. Unless the message says otherwise nothing is
 * known of what was to be stored: a connection lost in a commit may have lost only the answer.
 */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what was wanted and why it failed, naming the row where there is one */
    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
