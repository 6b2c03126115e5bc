package org.apache.cloudstack.outofbandmanagement;

import com.cloud.dc.DataCenter;
import com.cloud.host.Host;
import com.cloud.org.Cluster;
import com.cloud.utils.component.Manager;
import com.cloud.utils.component.ManagerBase;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.apache.cloudstack.api.response.OutOfBandManagementResponse;

/** In the place of CloudStack's own: knows its drivers, and that it is switched off for every host. */
public class OutOfBandManagementServiceImpl extends ManagerBase implements OutOfBandManagementService, Manager {

    private List<OutOfBandManagementDriver> outOfBandManagementDrivers = List.of();

    public void setOutOfBandManagementDrivers(List<OutOfBandManagementDriver> outOfBandManagementDrivers) {
        this.outOfBandManagementDrivers = outOfBandManagementDrivers;
    }

    @Override
    public long getId() {
        return outOfBandManagementDrivers.size();
    }

    @Override
    public boolean isOutOfBandManagementEnabled(Host host) {
        return false;
    }

    @Override
    public void submitBackgroundPowerSyncTask(Host host) {
    }

    @Override
    public boolean transitionPowerStateToDisabled(List<Long> hostIds) {
        return false;
    }

    @Override
    public OutOfBandManagementResponse enableOutOfBandManagement(DataCenter zone) {
        return new OutOfBandManagementResponse();
    }

    @Override
    public OutOfBandManagementResponse enableOutOfBandManagement(Cluster cluster) {
        return new OutOfBandManagementResponse();
    }

    @Override
    public OutOfBandManagementResponse enableOutOfBandManagement(Host host) {
        return new OutOfBandManagementResponse();
    }

    @Override
    public OutOfBandManagementResponse disableOutOfBandManagement(DataCenter zone) {
        return new OutOfBandManagementResponse();
    }

    @Override
    public OutOfBandManagementResponse disableOutOfBandManagement(Cluster cluster) {
        return new OutOfBandManagementResponse();
    }

    @Override
    public OutOfBandManagementResponse disableOutOfBandManagement(Host host) {
        return new OutOfBandManagementResponse();
    }

    @Override
    public OutOfBandManagementResponse configure(Host host, ImmutableMap<OutOfBandManagement.Option, String> options) {
        return new OutOfBandManagementResponse();
    }

    @Override
    public OutOfBandManagementResponse executePowerOperation(Host host, OutOfBandManagement.PowerOperation operation,
            Long timeout) {
        return new OutOfBandManagementResponse();
    }

    @Override
    public OutOfBandManagementResponse changePassword(Host host, String password) {
        return new OutOfBandManagementResponse();
    }
}
