package org.apache.cloudstack.outofbandmanagement.driver.nestedcloudstack;

import com.cloud.utils.component.AdapterBase;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagementDriver;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverCommand;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverResponse;

/** In the place of CloudStack's own; reaches nothing. */
public class NestedCloudStackOutOfBandManagementDriver extends AdapterBase implements OutOfBandManagementDriver {

    @Override
    public OutOfBandManagementDriverResponse execute(OutOfBandManagementDriverCommand command) {
        return new OutOfBandManagementDriverResponse("", "no BMC here", false);
    }
}
