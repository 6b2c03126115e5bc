package org.hostha.cloudstack.plugin.driver;

import java.util.List;
import org.hostha.cloudstack.plugin.threads.ForeignCalls;
import org.hostha.core.Settings;
import org.hostha.oobm.spi.OutOfBandManagementDriver;

/** The drivers that CloudStack has registered, as our service needs them. */
public final class Drivers {

    private Drivers() {
    }

    public static List<OutOfBandManagementDriver> of(
            List<org.apache.cloudstack.outofbandmanagement.OutOfBandManagementDriver> registered, Settings settings,
            ForeignCalls calls) {
        return registered.stream().map(one -> one instanceof NativeDriver ours ? ours.driver(settings)
                : new ForeignDriver(one, calls)).toList();
    }
}
