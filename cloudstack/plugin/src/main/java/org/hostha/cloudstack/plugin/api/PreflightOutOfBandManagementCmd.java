package org.hostha.cloudstack.plugin.api;

import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.BaseCmd.CommandType;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.ClusterResponse;
import org.apache.cloudstack.api.response.HostResponse;
import org.apache.cloudstack.api.response.ZoneResponse;
import org.hostha.cloudstack.plugin.api.response.PreflightsResponse;

/**
 * {@code preflightOutOfBandManagement}: tries, without harm, whether the BMCs of a host, cluster or zone would obey:
 * reach, log in, privilege, system, power.
 */
@APICommand(name = "preflightOutOfBandManagement",
        description = "Tries, without harm, whether the BMCs of a host, cluster or zone would obey: reach, log in, "
                + "privilege, system, power",
        responseObject = PreflightsResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class PreflightOutOfBandManagementCmd extends AdminJobCmd {

    @Parameter(name = "hostid", type = CommandType.UUID, entityType = HostResponse.class,
            description = "only this host")
    private Long hostId;

    @Parameter(name = "clusterid", type = CommandType.UUID, entityType = ClusterResponse.class,
            description = "only this cluster")
    private Long clusterId;

    @Parameter(name = "zoneid", type = CommandType.UUID, entityType = ZoneResponse.class,
            description = "only this zone")
    private Long zoneId;

    @Override
    protected ResponseObject work(Operations operations) {
        return new PreflightsResponse(operations.preflight(operations.chosen(hostId, clusterId, zoneId)));
    }

    @Override
    public String getEventType() {
        return "HOST.OOBM.ACTION";
    }

    @Override
    public String getEventDescription() {
        return "out-of-band management is tried without harm";
    }
}
