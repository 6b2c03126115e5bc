package org.hostha.oobm.nestedcloudstack;

import java.util.Optional;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.testkit.DriverConformanceKit;
import org.hostha.testkit.SimulatedBmc;

public class NestedCloudStackConformanceTest extends DriverConformanceKit {

    @Override
    protected OutOfBandManagementDriver newDriver() {
        return new NestedCloudStackDriver();
    }

    @Override
    protected SimulatedBmc newBmc() {
        return new FakeOuterCloud();
    }

    @Override
    protected BmcEndpoint endpointOn(int port) {
        return new BmcEndpoint("http://127.0.0.1:" + port + "/client/api",
                "8c0ad9a5-3b1f-4a39-a7e7-4c1cbb4ba4a1", "api-key", Secret.of("s3cret-word"), Optional.empty());
    }
}
