package org.apache.cloudstack.ha.provider;

/** Declaration only; see the README of this module. */
public class HARecoveryException extends Exception {
    public HARecoveryException(String text, Exception exception) { super(text, exception); }
}
