package org.apache.cloudstack.ha.provider;

/** Declaration only; see the README of this module. */
public class HACheckerException extends Exception {
    public HACheckerException(String text, Exception exception) { super(text, exception); }
}
