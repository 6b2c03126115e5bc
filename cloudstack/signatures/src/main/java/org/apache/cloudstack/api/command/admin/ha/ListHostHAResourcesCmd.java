package org.apache.cloudstack.api.command.admin.ha;

import org.apache.cloudstack.api.BaseCmd;
import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public final class ListHostHAResourcesCmd extends BaseCmd {
    public long getEntityOwnerId() {
        return Signature.value();
    }
    public void execute() { }
}
