package org.hostha.oobm.ipmi;

import java.time.Duration;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.testkit.DriverConformanceKit;
import org.hostha.testkit.SimulatedBmc;
import org.hostha.testkit.bmc.FakeBmc;

/** The native driver against the testkit's BMC, which speaks cipher suite 17. */
public class FakeBmcConformanceTest extends DriverConformanceKit {

    @Override
    protected OutOfBandManagementDriver newDriver() {
        return new IpmiDriver(IpmiOptions.defaults().withRetransmission(Duration.ofMillis(200), 5));
    }

    @Override
    protected SimulatedBmc newBmc() {
        return FakeBmc.start();
    }
}
