package org.hostha.cloudstack.plugin.api;

import java.util.List;
import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.BaseCmd.CommandType;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.HostResponse;
import org.hostha.cloudstack.plugin.api.response.HostHADecisionResponse;

/** {@code listHostHADecisions}: lists the decisions that changed a host's HA state, oldest first. */
@APICommand(name = "listHostHADecisions",
        description = "Lists the decisions that changed a host's HA state, oldest first",
        responseObject = HostHADecisionResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class ListHostHADecisionsCmd extends AdminListCmd {

    @Parameter(name = "hostid", type = CommandType.UUID, entityType = HostResponse.class, required = true,
            description = "ID of the host")
    private Long hostId;

    @Parameter(name = "afterid", type = CommandType.LONG,
            description = "only decisions with higher ids than this one")
    private Long afterId;

    @Override
    protected List<? extends ResponseObject> work(Operations operations) {
        return operations.decisions(hostId, afterId == null ? 0 : afterId, keyword());
    }
}
