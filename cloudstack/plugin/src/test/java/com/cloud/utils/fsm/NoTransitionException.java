package com.cloud.utils.fsm;

/** CloudStack's, as far as the plugin feels it. */
public class NoTransitionException extends Exception {

    private static final long serialVersionUID = 1L;

    public NoTransitionException(String message) {
        super(message);
    }
}
