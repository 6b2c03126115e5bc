package org.apache.cloudstack.api;

/** Declaration only; see the README of this module. */
public enum ApiErrorCode {
    PARAM_ERROR, INTERNAL_ERROR;
}
