package com.cloud.exception;

import com.cloud.utils.exception.CloudRuntimeException;

/** Declaration only; see the README of this module. */
public class InvalidParameterValueException extends CloudRuntimeException {
    public InvalidParameterValueException(String text) { super(text); }
}
