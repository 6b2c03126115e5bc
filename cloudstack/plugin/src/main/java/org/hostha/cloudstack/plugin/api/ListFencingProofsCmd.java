package org.hostha.cloudstack.plugin.api;

import java.util.List;
import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.BaseCmd.CommandType;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.ClusterResponse;
import org.apache.cloudstack.api.response.HostResponse;
import org.apache.cloudstack.api.response.ZoneResponse;
import org.hostha.cloudstack.plugin.api.response.FencingProofResponse;

/**
 * {@code listFencingProofs}: lists for each host when it was last proven that it could be fenced, and what speaks
 * against it.
 */
@APICommand(name = "listFencingProofs",
        description = "Lists for each host when it was last proven that it could be fenced, and what speaks against "
                + "it",
        responseObject = FencingProofResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class ListFencingProofsCmd extends AdminListCmd {

    @Parameter(name = "hostid", type = CommandType.UUID, entityType = HostResponse.class,
            description = "only this host")
    private Long hostId;

    @Parameter(name = "clusterid", type = CommandType.UUID, entityType = ClusterResponse.class,
            description = "only this cluster")
    private Long clusterId;

    @Parameter(name = "zoneid", type = CommandType.UUID, entityType = ZoneResponse.class,
            description = "only this zone")
    private Long zoneId;

    @Parameter(name = "unfenceable", type = CommandType.BOOLEAN,
            description = "true lists only the hosts that could not be fenced now")
    private Boolean unfenceable;

    @Override
    protected List<? extends ResponseObject> work(Operations operations) {
        return operations.proofs(operations.chosen(hostId, clusterId, zoneId), Boolean.TRUE.equals(unfenceable), keyword());
    }
}
