package org.apache.cloudstack.ha.provider;

/** Declaration only; see the README of this module. */
public class HAFenceException extends Exception {
    public HAFenceException(String text, Exception exception) { super(text, exception); }
}
