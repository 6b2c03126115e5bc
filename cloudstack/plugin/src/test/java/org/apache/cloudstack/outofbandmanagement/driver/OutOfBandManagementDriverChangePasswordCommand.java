package org.apache.cloudstack.outofbandmanagement.driver;

import com.google.common.collect.ImmutableMap;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement;

/** CloudStack's, as far as the plugin feels it. */
public final class OutOfBandManagementDriverChangePasswordCommand extends OutOfBandManagementDriverCommand {

    private final String password;

    public OutOfBandManagementDriverChangePasswordCommand(ImmutableMap<OutOfBandManagement.Option, String> options, Long timeout,
            String password) {
        super(options, timeout);
        this.password = password;
    }

    public final String getNewPassword() {
        return password;
    }
}
