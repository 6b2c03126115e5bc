package org.hostha.demo;

/** The demo can't go on; the message names the thing and the remedy. */
public class DemoException extends RuntimeException {

    public DemoException(String message) {
        super(message);
    }

    public DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
