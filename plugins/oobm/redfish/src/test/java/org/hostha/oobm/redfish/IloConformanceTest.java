package org.hostha.oobm.redfish;

import java.util.concurrent.CompletableFuture;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.testkit.SimulatedBmc;
import org.hostha.testkit.redfish.Profile;
import org.junit.Test;

public class IloConformanceTest extends RedfishConformance {

    public IloConformanceTest() {
        super(Profile.ILO);
    }

    /** It has no PowerCycle, and two commands in its place could leave the machine off. */
    @Test
    @Override
    public void cycleEndsWithPowerOn() {
        try (OutOfBandManagementDriver driver = newDriver(); SimulatedBmc bmc = newBmc()) {
            BmcEndpoint endpoint = bmc.endpoint();
            CompletableFuture<String> cycle =
                    ((PowerChanger) driver).changePower(endpoint, PowerOperation.CYCLE, PLENTY);
            assertFails(cycle, Kind.UNSUPPORTED);
        }
    }
}
