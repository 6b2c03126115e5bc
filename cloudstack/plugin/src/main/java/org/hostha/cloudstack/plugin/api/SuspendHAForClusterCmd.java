package org.hostha.cloudstack.plugin.api;

import java.util.Optional;
import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.BaseCmd.CommandType;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.ClusterResponse;
import org.apache.cloudstack.api.response.SuccessResponse;
import org.hostha.core.Partition;
import org.hostha.ha.Directive.Kind;

/** {@code suspendHAForCluster}: keeps HA from acting on the hosts of a cluster for a while. */
@APICommand(name = "suspendHAForCluster",
        description = "Keeps HA from acting on the hosts of a cluster for a while",
        responseObject = SuccessResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class SuspendHAForClusterCmd extends AdminCmd {

    @Parameter(name = "clusterid", type = CommandType.UUID, entityType = ClusterResponse.class, required = true,
            description = "ID of the cluster")
    private Long clusterId;

    @Parameter(name = "duration", type = CommandType.LONG, required = true,
            description = "seconds until it ends by itself, from 1 to 2592000")
    private Long duration;

    @Parameter(name = "reason", type = CommandType.STRING,
            description = "why, for people who wonder")
    private String reason;

    @Override
    protected ResponseObject work(Operations operations) {
        operations.lay(Kind.SUSPEND, Optional.of(Partition.cluster(clusterId)), Optional.of(Operations.ofSeconds(duration)), reason);
        return success();
    }
}
