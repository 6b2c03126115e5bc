package org.hostha.cloudstack.plugin.api;

import java.util.List;
import java.util.Optional;
import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.BaseCmd.CommandType;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.ClusterResponse;
import org.hostha.cloudstack.plugin.api.response.HAStormGuardResponse;

/** {@code listHAStormGuards}: lists the storm guards that were ever closed. */
@APICommand(name = "listHAStormGuards",
        description = "Lists the storm guards that were ever closed",
        responseObject = HAStormGuardResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class ListHAStormGuardsCmd extends AdminListCmd {

    @Parameter(name = "clusterid", type = CommandType.UUID, entityType = ClusterResponse.class,
            description = "only this cluster")
    private Long clusterId;

    @Override
    protected List<? extends ResponseObject> work(Operations operations) {
        return operations.stormGuards(Optional.ofNullable(clusterId));
    }
}
