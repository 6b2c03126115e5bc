package org.apache.cloudstack.outofbandmanagement;

import com.cloud.utils.component.Adapter;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverCommand;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverResponse;

/** Declaration only; see the README of this module. */
public interface OutOfBandManagementDriver extends Adapter {
    OutOfBandManagementDriverResponse execute(OutOfBandManagementDriverCommand outOfBandManagementDriverCommand);
}
