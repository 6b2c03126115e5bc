package org.hostha.oobm.redfish;

import org.hostha.testkit.redfish.Profile;

public class SupermicroConformanceTest extends RedfishConformance {

    public SupermicroConformanceTest() {
        super(Profile.SUPERMICRO);
    }
}
