package org.hostha.cloudstack.plugin.api;

import java.util.List;
import java.util.Optional;
import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.BaseCmd.CommandType;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.HostResponse;
import org.hostha.cloudstack.plugin.api.response.HATimeBudgetResponse;

/**
 * {@code listHATimeBudgets}: lists for each host how long it takes at worst from its failure until its VMs are
 * released and it is Fenced, with the settings in force.
 */
@APICommand(name = "listHATimeBudgets",
        description = "Lists for each host how long it takes at worst from its failure until its VMs are released and "
                + "it is Fenced, with the settings in force",
        responseObject = HATimeBudgetResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class ListHATimeBudgetsCmd extends AdminListCmd {

    @Parameter(name = "hostid", type = CommandType.UUID, entityType = HostResponse.class,
            description = "only this host")
    private Long hostId;

    @Override
    protected List<? extends ResponseObject> work(Operations operations) {
        return operations.timeBudgets(Optional.ofNullable(hostId), keyword());
    }
}
