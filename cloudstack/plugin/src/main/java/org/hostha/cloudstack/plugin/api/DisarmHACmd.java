package org.hostha.cloudstack.plugin.api;

import java.util.Optional;
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

/**
 * {@code disarmHA}: keeps HA from sending any power command, everywhere or in one zone, pod, cluster or host, until
 * armHA. What was sent already is seen through.
 */
@APICommand(name = "disarmHA",
        description = "Keeps HA from sending any power command, everywhere or in one zone, pod, cluster or host, "
                + "until armHA. What was sent already is seen through",
        responseObject = SuccessResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class DisarmHACmd extends AdminCmd {

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

    @Parameter(name = "reason", type = CommandType.STRING,
            description = "why, for people who wonder")
    private String reason;

    @Override
    protected ResponseObject work(Operations operations) {
        operations.lay(Kind.DISARM, operations.scope(zoneId, podId, clusterId, hostId), Optional.empty(), reason);
        return success();
    }
}
