package org.hostha.cloudstack.client;

/** No answer, so whether the command was carried out is not known. */
public final class UnreachableException extends CloudStackException {

    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
