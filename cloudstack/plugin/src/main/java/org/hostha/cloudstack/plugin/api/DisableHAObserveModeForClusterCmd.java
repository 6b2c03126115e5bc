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

/** {@code disableHAObserveModeForCluster}: ends the observe mode of a cluster: HA acts again. */
@APICommand(name = "disableHAObserveModeForCluster",
        description = "Ends the observe mode of a cluster: HA acts again",
        responseObject = SuccessResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class DisableHAObserveModeForClusterCmd extends AdminCmd {

    @Parameter(name = "clusterid", type = CommandType.UUID, entityType = ClusterResponse.class, required = true,
            description = "ID of the cluster")
    private Long clusterId;

    @Override
    protected ResponseObject work(Operations operations) {
        operations.lift(Kind.OBSERVE, Optional.of(Partition.cluster(clusterId)));
        return success();
    }
}
