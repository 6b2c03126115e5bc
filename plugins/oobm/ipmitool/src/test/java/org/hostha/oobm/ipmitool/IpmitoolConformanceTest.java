package org.hostha.oobm.ipmitool;

import org.hostha.core.Settings;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.testkit.DriverConformanceKit;
import org.hostha.testkit.IpmiSim;
import org.hostha.testkit.SimulatedBmc;

/** The real ipmitool against real IPMI 2.0 BMCs. */
public class IpmitoolConformanceTest extends DriverConformanceKit {

    @Override
    protected OutOfBandManagementDriver newDriver() {
        return new IpmitoolDriver(Settings.defaults());
    }

    @Override
    protected SimulatedBmc newBmc() {
        return IpmiSim.start("admin", "s3cret-word", "a123456789abcdefa123456789abcd01");
    }
}
