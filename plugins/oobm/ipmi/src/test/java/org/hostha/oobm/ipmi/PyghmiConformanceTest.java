package org.hostha.oobm.ipmi;

import java.time.Duration;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.oobm.spi.PowerReader.Session;
import org.hostha.testkit.DriverConformanceKit;
import org.hostha.testkit.SimulatedBmc;
import org.junit.Test;

/** The native driver against pyghmi's fake BMC, which has no system GUID and no user management. */
public class PyghmiConformanceTest extends DriverConformanceKit {

    @Override
    protected OutOfBandManagementDriver newDriver() {
        return driver();
    }

    private static IpmiDriver driver() {
        return new IpmiDriver(IpmiOptions.defaults().withRetransmission(Duration.ofMillis(200), 5));
    }

    @Override
    protected SimulatedBmc newBmc() {
        return PyghmiBmc.start();
    }

    /** This BMC does not answer the key exchange of a user that it does not know. */
    @Override
    @Test
    public void anUnknownUserIsToldApart() {
        try (PyghmiBmc bmc = PyghmiBmc.start(); IpmiDriver driver = driver()) {
            BmcEndpoint right = bmc.endpoint();
            BmcEndpoint wrong = new BmcEndpoint(right.address(), right.port(), "nobody", right.password(),
                    right.systemGuid());
            assertFails(driver.readPower(wrong, Session.FRESH, PLENTY), Kind.TIMEOUT);
        }
    }

    /** This BMC has no users to list. */
    @Override
    @Test
    public void afterAPasswordChangeOnlyTheNewOneWorks() {
        try (PyghmiBmc bmc = PyghmiBmc.start(); IpmiDriver driver = driver()) {
            assertFails(driver.changePassword(bmc.endpoint(), Secret.of("other"), PLENTY), Kind.UNSUPPORTED);
        }
    }

    /** More sessions than the driver has shared ports: each port is good for one session with this BMC. */
    @Test
    public void aBmcThatTiesSessionsToPortsNeverRunsOutOfThem() throws Exception {
        try (PyghmiBmc bmc = PyghmiBmc.start(); IpmiDriver driver = driver()) {
            for (int i = 0; i < 25; i++) {
                driver.readPower(bmc.endpoint(), Session.FRESH, PLENTY).get();
            }
        }
    }
}
