package org.hostha.cloudstack.plugin.api;

import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.BaseCmd.CommandType;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.HostResponse;
import org.hostha.cloudstack.plugin.api.response.HostHAExplanationResponse;

/**
 * {@code explainHostHA}: tells why a host is in its HA state, what was last seen of it, and what will happen next.
 */
@APICommand(name = "explainHostHA",
        description = "Tells why a host is in its HA state, what was last seen of it, and what will happen next",
        responseObject = HostHAExplanationResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class ExplainHostHACmd extends AdminCmd {

    @Parameter(name = "hostid", type = CommandType.UUID, entityType = HostResponse.class, required = true,
            description = "ID of the host")
    private Long hostId;

    @Override
    protected ResponseObject work(Operations operations) {
        return operations.explain(hostId);
    }
}
