package org.hostha.oobm.ipmi;

import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.testkit.DriverConformanceKit;
import org.hostha.testkit.IpmiSim;
import org.hostha.testkit.SimulatedBmc;

/** The native driver against OpenIPMI's simulator, which speaks cipher suite 3. */
public class IpmiSimConformanceTest extends DriverConformanceKit {

    @Override
    protected OutOfBandManagementDriver newDriver() {
        return new IpmiDriver();
    }

    @Override
    protected SimulatedBmc newBmc() {
        return IpmiSim.start("admin", "s3cret-word", "a123456789abcdefa123456789abcd01");
    }
}
