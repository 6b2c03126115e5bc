package org.apache.cloudstack.outofbandmanagement.driver;

import com.google.common.collect.ImmutableMap;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement;

/** CloudStack's, as far as the plugin feels it. */
public final class OutOfBandManagementDriverPowerCommand extends OutOfBandManagementDriverCommand {

    private final OutOfBandManagement.PowerOperation operation;

    public OutOfBandManagementDriverPowerCommand(ImmutableMap<OutOfBandManagement.Option, String> options, Long timeout,
            OutOfBandManagement.PowerOperation operation) {
        super(options, timeout);
        this.operation = operation;
    }

    public final OutOfBandManagement.PowerOperation getPowerOperation() {
        return operation;
    }
}
