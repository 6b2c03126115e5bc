package org.hostha.cloudstack.plugin.api;

import java.util.List;
import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.ResponseObject;
import org.hostha.cloudstack.plugin.api.response.HAQueueResponse;

/** {@code listHAQueues}: lists how much work of HA runs, waits and was shed on this management server. */
@APICommand(name = "listHAQueues",
        description = "Lists how much work of HA runs, waits and was shed on this management server",
        responseObject = HAQueueResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class ListHAQueuesCmd extends AdminListCmd {

    @Override
    protected List<? extends ResponseObject> work(Operations operations) {
        return operations.queues();
    }
}
