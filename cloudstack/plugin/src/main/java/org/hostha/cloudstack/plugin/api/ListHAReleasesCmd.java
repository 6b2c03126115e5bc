package org.hostha.cloudstack.plugin.api;

import java.util.List;
import java.util.Optional;
import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.BaseCmd.CommandType;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.HostResponse;
import org.hostha.cloudstack.plugin.api.response.HAReleaseResponse;

/** {@code listHAReleases}: lists what became of the VMs of hosts that were seen off. */
@APICommand(name = "listHAReleases",
        description = "Lists what became of the VMs of hosts that were seen off",
        responseObject = HAReleaseResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class ListHAReleasesCmd extends AdminListCmd {

    @Parameter(name = "hostid", type = CommandType.UUID, entityType = HostResponse.class,
            description = "only this host")
    private Long hostId;

    @Override
    protected List<? extends ResponseObject> work(Operations operations) {
        return operations.releases(Optional.ofNullable(hostId), keyword());
    }
}
