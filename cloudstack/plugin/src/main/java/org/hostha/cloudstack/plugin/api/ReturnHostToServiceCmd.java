package org.hostha.cloudstack.plugin.api;

import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.BaseCmd.CommandType;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.HostHAResponse;
import org.apache.cloudstack.api.response.HostResponse;

/** {@code returnHostToService}: takes a host that was fenced, and answers again, out of maintenance. */
@APICommand(name = "returnHostToService",
        description = "Takes a host that was fenced, and answers again, out of maintenance",
        responseObject = HostHAResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class ReturnHostToServiceCmd extends AdminJobCmd {

    @Parameter(name = "hostid", type = CommandType.UUID, entityType = HostResponse.class, required = true,
            description = "ID of the host")
    private Long hostId;

    @Override
    protected ResponseObject work(Operations operations) {
        return operations.returnToService(hostId);
    }

    @Override
    public String getEventType() {
        return "HA.RETURN.TO.SERVICE";
    }

    @Override
    public String getEventDescription() {
        return "a host is returned to service";
    }
}
