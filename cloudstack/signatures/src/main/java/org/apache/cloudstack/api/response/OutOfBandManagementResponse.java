package org.apache.cloudstack.api.response;

import org.apache.cloudstack.api.BaseResponse;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement;
import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public class OutOfBandManagementResponse extends BaseResponse {
    public OutOfBandManagementResponse() { }
    public void setId(String text) { }
    public void setPowerState(OutOfBandManagement.PowerState powerState) { }
    public void setEnabled(Boolean flag) { }
    public void setDriver(String text) { }
    public void setIpAddress(String text) { }
    public void setPort(String text) { }
    public void setUsername(String text) { }
    public void setPassword(String text) { }
    public void setOutOfBandManagementAction(String text) { }
    public void setResultDescription(String text) { }
    public Boolean getSuccess() {
        return Signature.value();
    }
    public void setSuccess(Boolean flag) { }
}
