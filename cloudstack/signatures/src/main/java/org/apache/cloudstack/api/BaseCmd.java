package org.apache.cloudstack.api;

import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public abstract class BaseCmd {
    public BaseCmd() { }
    public abstract void execute();
    public String getCommandName() {
        return Signature.value();
    }
    public abstract long getEntityOwnerId();
    public void setResponseObject(Object object) { }
    public Long getApiResourceId() {
        return Signature.value();
    }
    public ApiCommandResourceType getApiResourceType() {
        return Signature.value();
    }

    public enum CommandType {
        BOOLEAN, INTEGER, LONG, STRING, UUID;
    }
}
