package org.hostha.oobm.redfish;

import org.hostha.testkit.redfish.Profile;

public class OpenBmcConformanceTest extends RedfishConformance {

    public OpenBmcConformanceTest() {
        super(Profile.OPENBMC);
    }
}
