package org.hostha.cloudstack.plugin.api;

import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.BaseCmd.CommandType;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.ClusterResponse;
import org.apache.cloudstack.api.response.HostResponse;
import org.apache.cloudstack.api.response.SuccessResponse;
import org.apache.cloudstack.api.response.ZoneResponse;
import org.hostha.ha.Directive.Kind;

/** {@code armHA}: ends what disarmHA began, for the same scope. */
@APICommand(name = "armHA",
        description = "Ends what disarmHA began, for the same scope",
        responseObject = SuccessResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class ArmHACmd extends AdminCmd {

    @Parameter(name = "zoneid", type = CommandType.UUID, entityType = ZoneResponse.class,
            description = "only this zone")
    private Long zoneId;

    @Parameter(name = "podid", type = CommandType.STRING,
            description = "only this pod, by its ID")
    private String podId;

    @Parameter(name = "clusterid", type = CommandType.UUID, entityType = ClusterResponse.class,
            description = "only this cluster")
    private Long clusterId;

    @Parameter(name = "hostid", type = CommandType.UUID, entityType = HostResponse.class,
            description = "only this host")
    private Long hostId;

    @Override
    protected ResponseObject work(Operations operations) {
        operations.lift(Kind.DISARM, operations.scope(zoneId, podId, clusterId, hostId));
        return success();
    }
}
