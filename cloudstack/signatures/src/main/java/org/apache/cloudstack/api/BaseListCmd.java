package org.apache.cloudstack.api;

import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public abstract class BaseListCmd extends BaseCmd {
    public BaseListCmd() { }
    public String getKeyword() {
        return Signature.value();
    }
    public Long getPageSizeVal() {
        return Signature.value();
    }
    public Long getStartIndex() {
        return Signature.value();
    }
    public long getEntityOwnerId() {
        return Signature.value();
    }
}
