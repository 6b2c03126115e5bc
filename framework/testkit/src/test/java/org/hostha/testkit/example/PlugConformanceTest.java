package org.hostha.testkit.example;

import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.testkit.DriverConformanceKit;
import org.hostha.testkit.SimulatedBmc;

public class PlugConformanceTest extends DriverConformanceKit {

    @Override
    protected OutOfBandManagementDriver newDriver() {
        return new PlugDriver();
    }

    @Override
    protected SimulatedBmc newBmc() {
        return new SimulatedPlug();
    }
}
