package com.cloud.utils.fsm;

/** A pair that is in no table. */
public class NoTransitionException extends Exception {

    private static final long serialVersionUID = 1L;

    public NoTransitionException(String message) {
        super(message);
    }
}
