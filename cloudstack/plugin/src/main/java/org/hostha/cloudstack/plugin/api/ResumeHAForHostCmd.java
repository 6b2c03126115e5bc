package org.hostha.cloudstack.plugin.api;

import java.util.Optional;
import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.BaseCmd.CommandType;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.HostResponse;
import org.apache.cloudstack.api.response.SuccessResponse;
import org.hostha.core.Partition;
import org.hostha.ha.Directive.Kind;

/** {@code resumeHAForHost}: ends the suspension of a host before its time. */
@APICommand(name = "resumeHAForHost",
        description = "Ends the suspension of a host before its time",
        responseObject = SuccessResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class ResumeHAForHostCmd extends AdminCmd {

    @Parameter(name = "hostid", type = CommandType.UUID, entityType = HostResponse.class, required = true,
            description = "ID of the host")
    private Long hostId;

    @Override
    protected ResponseObject work(Operations operations) {
        operations.lift(Kind.SUSPEND, Optional.of(Partition.host(hostId)));
        return success();
    }
}
