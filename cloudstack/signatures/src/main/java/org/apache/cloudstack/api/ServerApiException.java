package org.apache.cloudstack.api;

import com.cloud.utils.exception.CloudRuntimeException;

/** Declaration only; see the README of this module. */
public class ServerApiException extends CloudRuntimeException {
    public ServerApiException(ApiErrorCode apiErrorCode, String text) { super(text); }
}
