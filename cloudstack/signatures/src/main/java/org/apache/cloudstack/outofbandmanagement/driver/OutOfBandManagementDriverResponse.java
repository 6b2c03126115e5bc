package org.apache.cloudstack.outofbandmanagement.driver;

import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement;
import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public class OutOfBandManagementDriverResponse {
    public OutOfBandManagementDriverResponse(String text, String text2, boolean flag) { }
    public boolean isSuccess() {
        return Signature.value();
    }
    public String getResult() {
        return Signature.value();
    }
    public String getError() {
        return Signature.value();
    }
    public OutOfBandManagement.PowerState getPowerState() {
        return Signature.value();
    }
    public void setPowerState(OutOfBandManagement.PowerState powerState) { }
    public boolean hasAuthFailure() {
        return Signature.value();
    }
    public void setAuthFailure(boolean flag) { }
}
