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

/** {@code enableHAObserveModeForCluster}: lets HA of a cluster decide and record what it would do, but never act. */
@APICommand(name = "enableHAObserveModeForCluster",
        description = "Lets HA of a cluster decide and record what it would do, but never act",
        responseObject = SuccessResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class EnableHAObserveModeForClusterCmd extends AdminCmd {

    @Parameter(name = "clusterid", type = CommandType.UUID, entityType = ClusterResponse.class, required = true,
            description = "ID of the cluster")
    private Long clusterId;

    @Parameter(name = "reason", type = CommandType.STRING,
            description = "why, for people who wonder")
    private String reason;

    @Override
    protected ResponseObject work(Operations operations) {
        operations.lay(Kind.OBSERVE, Optional.of(Partition.cluster(clusterId)), Optional.empty(), reason);
        return success();
    }
}
