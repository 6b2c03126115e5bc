package org.apache.cloudstack.outofbandmanagement.driver;

import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement;

/** CloudStack's, as far as the plugin feels it. */
public class OutOfBandManagementDriverResponse {

    private final String result;
    private final String error;
    private final boolean success;
    private OutOfBandManagement.PowerState powerState;
    private boolean authFailure;

    public OutOfBandManagementDriverResponse(String result, String error, boolean success) {
        this.result = result;
        this.error = error;
        this.success = success;
    }

    public boolean isSuccess() {
        return success;
    }

    public String getResult() {
        return result;
    }

    public String getError() {
        return error;
    }

    public OutOfBandManagement.PowerState getPowerState() {
        return powerState;
    }

    public void setPowerState(OutOfBandManagement.PowerState state) {
        powerState = state;
    }

    public boolean hasAuthFailure() {
        return authFailure;
    }

    public void setAuthFailure(boolean failure) {
        authFailure = failure;
    }
}
