package org.hostha.cloudstack.plugin.api;

import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.BaseCmd.CommandType;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.HostHAResponse;
import org.apache.cloudstack.api.response.HostResponse;

/**
 * {@code confirmHostFenced}: takes an operator's word that a host is off: it is fenced and its VMs are restarted
 * elsewhere, though its BMC is silent. Refused while the BMC says On.
 */
@APICommand(name = "confirmHostFenced",
        description = "Takes an operator's word that a host is off: it is fenced and its VMs are restarted elsewhere, "
                + "though its BMC is silent. Refused while the BMC says On",
        responseObject = HostHAResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class ConfirmHostFencedCmd extends AdminJobCmd {

    @Parameter(name = "hostid", type = CommandType.UUID, entityType = HostResponse.class, required = true,
            description = "ID of the host")
    private Long hostId;

    @Parameter(name = "reason", type = CommandType.STRING, required = true,
            description = "what was seen, and how; it is kept in the host's history")
    private String reason;

    @Override
    protected ResponseObject work(Operations operations) {
        return operations.confirmOff(hostId, reason);
    }

    @Override
    public String getEventType() {
        return "HA.CONFIRM";
    }

    @Override
    public String getEventDescription() {
        return "a host is confirmed off";
    }
}
