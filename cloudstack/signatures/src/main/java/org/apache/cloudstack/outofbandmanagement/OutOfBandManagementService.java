package org.apache.cloudstack.outofbandmanagement;

import com.cloud.dc.DataCenter;
import com.cloud.host.Host;
import com.cloud.org.Cluster;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.apache.cloudstack.api.response.OutOfBandManagementResponse;

/** Declaration only; see the README of this module. */
public interface OutOfBandManagementService {
    long getId();
    boolean isOutOfBandManagementEnabled(Host host);
    void submitBackgroundPowerSyncTask(Host host);
    boolean transitionPowerStateToDisabled(List<Long> hostIds);
    OutOfBandManagementResponse enableOutOfBandManagement(DataCenter dataCenter);
    OutOfBandManagementResponse enableOutOfBandManagement(Cluster cluster);
    OutOfBandManagementResponse enableOutOfBandManagement(Host host);
    OutOfBandManagementResponse disableOutOfBandManagement(DataCenter dataCenter);
    OutOfBandManagementResponse disableOutOfBandManagement(Cluster cluster);
    OutOfBandManagementResponse disableOutOfBandManagement(Host host);
    OutOfBandManagementResponse configure(Host host, ImmutableMap<OutOfBandManagement.Option, String> options);
    OutOfBandManagementResponse executePowerOperation(Host host, OutOfBandManagement.PowerOperation
            powerOperation, Long number);
    OutOfBandManagementResponse changePassword(Host host, String text);
}
