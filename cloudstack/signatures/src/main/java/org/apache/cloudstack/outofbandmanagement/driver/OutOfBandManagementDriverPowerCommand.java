package org.apache.cloudstack.outofbandmanagement.driver;

import com.google.common.collect.ImmutableMap;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement;
import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public final class OutOfBandManagementDriverPowerCommand extends OutOfBandManagementDriverCommand {
    public OutOfBandManagementDriverPowerCommand(ImmutableMap<OutOfBandManagement.Option, String> options,
            Long timeout, OutOfBandManagement.PowerOperation operation) { super(options, timeout); }
    public final OutOfBandManagement.PowerOperation getPowerOperation() {
        return Signature.value();
    }
}
