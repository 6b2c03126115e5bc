package org.hostha.cloudstack.plugin.api;

import java.util.List;
import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.ResponseObject;
import org.hostha.cloudstack.plugin.api.response.HADirectiveResponse;

/**
 * {@code listHADirectives}: lists what admins have laid down about HA and is in force: observe mode, suspensions,
 * disarming, and operators' words that were not acted upon yet.
 */
@APICommand(name = "listHADirectives",
        description = "Lists what admins have laid down about HA and is in force: observe mode, suspensions, "
                + "disarming, and operators' words that were not acted upon yet",
        responseObject = HADirectiveResponse.class, requestHasSensitiveInfo = false, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class ListHADirectivesCmd extends AdminListCmd {

    @Override
    protected List<? extends ResponseObject> work(Operations operations) {
        return operations.directives();
    }
}
