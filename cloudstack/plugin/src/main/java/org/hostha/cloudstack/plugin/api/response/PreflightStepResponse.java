package org.hostha.cloudstack.plugin.api.response;

import com.google.gson.annotations.SerializedName;
import org.apache.cloudstack.api.BaseResponse;
import org.hostha.oobm.Preflight;

/** Something that was tried at a BMC. */
public final class PreflightStepResponse extends BaseResponse {

    @SerializedName("name")
    private final String name;

    @SerializedName("passed")
    private final boolean passed;

    @SerializedName("detail")
    private final String detail;

    @SerializedName("advice")
    private final String advice;

    public PreflightStepResponse(Preflight.Finding finding) {
        setObjectName("step");
        name = finding.step();
        passed = finding.passed();
        detail = finding.detail();
        advice = finding.advice().isEmpty() ? null : finding.advice();
    }
}
