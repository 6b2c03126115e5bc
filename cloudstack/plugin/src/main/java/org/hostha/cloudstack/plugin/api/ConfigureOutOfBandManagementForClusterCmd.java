package org.hostha.cloudstack.plugin.api;

import java.util.List;
import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.BaseCmd.CommandType;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.ClusterResponse;
import org.hostha.cloudstack.plugin.api.response.PreflightResponse;

/**
 * {@code configureOutOfBandManagementForCluster}: configures the out-of-band management of many hosts of a cluster,
 * then tries each without harm. A list with a wrong line changes nothing.
 *
 * <p>No job: a job's parameters are written to the database as they are, and these are passwords.
 */
@APICommand(name = "configureOutOfBandManagementForCluster",
        description = "Configures the out-of-band management of many hosts of a cluster, then tries each without "
                + "harm. A list with a wrong line changes nothing",
        responseObject = PreflightResponse.class, requestHasSensitiveInfo = true, responseHasSensitiveInfo = false,
        authorized = {RoleType.Admin})
public class ConfigureOutOfBandManagementForClusterCmd extends AdminListCmd {

    @Parameter(name = "clusterid", type = CommandType.UUID, entityType = ClusterResponse.class, required = true,
            description = "ID of the cluster")
    private Long clusterId;

    @Parameter(name = "driver", type = CommandType.STRING, required = true,
            description = "out-of-band management driver of all of them, such as ipmitool")
    private String driver;

    @Parameter(name = "hosts", type = CommandType.STRING, required = true, length = 1_000_000,
            description = "one host of the cluster a line: its name or ID, address, port, username and password, "
                + "separated by commas; the password is the rest of the line")
    private String hosts;

    @Parameter(name = "enable", type = CommandType.BOOLEAN,
            description = "true also enables out-of-band management for each host")
    private Boolean enable;

    @Override
    protected List<? extends ResponseObject> work(Operations operations) {
        return operations.configure(clusterId, driver, hosts, Boolean.TRUE.equals(enable));
    }
}
