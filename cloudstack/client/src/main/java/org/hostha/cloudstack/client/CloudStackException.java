package org.hostha.cloudstack.client;

/** A call that brought no result. The subclasses tell why; the message is fit to be shown and holds no secret. */
public abstract sealed class CloudStackException extends RuntimeException
        permits ApiErrorException, UnreachableException, JobTimeoutException {

    protected CloudStackException(String message, Throwable cause) {
        super(message, cause);
    }
}
