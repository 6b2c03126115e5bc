package org.apache.cloudstack.api.response;

import org.apache.cloudstack.api.BaseResponse;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement;

/** CloudStack's, as far as the plugin feels it. */
public class OutOfBandManagementResponse extends BaseResponse {

    private String id;
    private OutOfBandManagement.PowerState powerState;
    private Boolean enabled;
    private String driver;
    private String ipAddress;
    private String port;
    private String username;
    private String password;
    private String outOfBandManagementAction;
    private String resultDescription;
    private Boolean success;

    public String getId() {
        return id;
    }

    public void setId(String value) {
        id = value;
    }

    public OutOfBandManagement.PowerState getPowerState() {
        return powerState;
    }

    public void setPowerState(OutOfBandManagement.PowerState value) {
        powerState = value;
    }

    public Boolean getEnabled() {
        return enabled;
    }

    public void setEnabled(Boolean value) {
        enabled = value;
    }

    public String getDriver() {
        return driver;
    }

    public void setDriver(String value) {
        driver = value;
    }

    public String getIpAddress() {
        return ipAddress;
    }

    public void setIpAddress(String value) {
        ipAddress = value;
    }

    public String getPort() {
        return port;
    }

    public void setPort(String value) {
        port = value;
    }

    public String getUsername() {
        return username;
    }

    public void setUsername(String value) {
        username = value;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String value) {
        password = value;
    }

    public String getOutOfBandManagementAction() {
        return outOfBandManagementAction;
    }

    public void setOutOfBandManagementAction(String value) {
        outOfBandManagementAction = value;
    }

    public String getResultDescription() {
        return resultDescription;
    }

    public void setResultDescription(String value) {
        resultDescription = value;
    }

    public Boolean getSuccess() {
        return success;
    }

    public void setSuccess(Boolean value) {
        success = value;
    }
}
