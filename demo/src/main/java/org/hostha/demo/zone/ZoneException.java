package org.hostha.demo.zone;

/** The simulated zone can't do what was asked; the message names the thing and, where there is one, the remedy. */
public class ZoneException extends RuntimeException {

    public ZoneException(String message) {
        super(message);
    }

    public ZoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
