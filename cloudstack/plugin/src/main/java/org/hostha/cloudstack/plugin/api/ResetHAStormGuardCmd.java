package org.hostha.cloudstack.plugin.api;

import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.BaseCmd.CommandType;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.ClusterResponse;
import org.apache.cloudstack.api.response.SuccessResponse;
import org.apache.cloudstack.api.response.ZoneResponse;

/**
 * {@code resetHAStormGuard}: opens the storm guard of a cluster, or those of a zone, before its cool-down is over.
 */
@APICommand(name = "resetHAStormGuard",
        description = "Opens the storm guard of a cluster, or those of a zone, before its cool-down is over",
        responseObject = SuccessResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class ResetHAStormGuardCmd extends AdminCmd {

    @Parameter(name = "clusterid", type = CommandType.UUID, entityType = ClusterResponse.class,
            description = "only this cluster")
    private Long clusterId;

    @Parameter(name = "zoneid", type = CommandType.UUID, entityType = ZoneResponse.class,
            description = "only this zone")
    private Long zoneId;

    @Override
    protected ResponseObject work(Operations operations) {
        operations.resetStormGuards(clusterId, zoneId);
        return success();
    }
}
