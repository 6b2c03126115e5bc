package org.hostha.oobm.redfish;

import org.hostha.testkit.redfish.Profile;

public class IdracConformanceTest extends RedfishConformance {

    public IdracConformanceTest() {
        super(Profile.IDRAC);
    }
}
