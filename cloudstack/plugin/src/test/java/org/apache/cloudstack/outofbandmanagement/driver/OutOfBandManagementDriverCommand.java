package org.apache.cloudstack.outofbandmanagement.driver;

import com.google.common.collect.ImmutableMap;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement;
import org.joda.time.Duration;

/** CloudStack's, as far as the plugin feels it. */
public abstract class OutOfBandManagementDriverCommand {

    private final ImmutableMap<OutOfBandManagement.Option, String> options;
    private final Duration timeout;

    public OutOfBandManagementDriverCommand(ImmutableMap<OutOfBandManagement.Option, String> options, Long seconds) {
        this.options = options;
        this.timeout = seconds == null || seconds <= 0 ? Duration.ZERO : Duration.standardSeconds(seconds);
    }

    public final ImmutableMap<OutOfBandManagement.Option, String> getOptions() {
        return options;
    }

    public final Duration getTimeout() {
        return timeout;
    }
}
