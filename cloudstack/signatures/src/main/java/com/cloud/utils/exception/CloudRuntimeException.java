package com.cloud.utils.exception;

/** Declaration only; see the README of this module. */
public class CloudRuntimeException extends RuntimeException {
    public CloudRuntimeException(String text) { super(text); }
    public CloudRuntimeException(String text, Throwable cause) { super(text); }
}
