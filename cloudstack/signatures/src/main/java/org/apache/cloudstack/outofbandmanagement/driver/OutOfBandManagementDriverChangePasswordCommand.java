package org.apache.cloudstack.outofbandmanagement.driver;

import com.google.common.collect.ImmutableMap;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement;
import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public final class OutOfBandManagementDriverChangePasswordCommand extends OutOfBandManagementDriverCommand {
    public OutOfBandManagementDriverChangePasswordCommand(ImmutableMap<OutOfBandManagement.Option, String>
            options, Long timeout, String password) { super(options, timeout); }
    public final String getNewPassword() {
        return Signature.value();
    }
}
