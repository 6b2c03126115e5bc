package com.cloud.exception;

/** Declaration only; see the README of this module. */
public class OperationTimedoutException extends Exception {
}
