package org.apache.cloudstack.api;

/** Declaration only; see the README of this module. */
public abstract class BaseAsyncCmd extends BaseCmd {
    public BaseAsyncCmd() { }
    public abstract String getEventType();
    public abstract String getEventDescription();
}
