package org.apache.cloudstack.outofbandmanagement.driver;

import com.google.common.collect.ImmutableMap;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement;
import org.hostha.cloudstack.signatures.Signature;
import org.joda.time.Duration;

/** Declaration only; see the README of this module. */
public abstract class OutOfBandManagementDriverCommand {
    public OutOfBandManagementDriverCommand(ImmutableMap<OutOfBandManagement.Option, String> options, Long
            timeout) { }
    public final ImmutableMap<OutOfBandManagement.Option, String> getOptions() {
        return Signature.value();
    }
    public final Duration getTimeout() {
        return Signature.value();
    }
}
