package org.hostha.cloudstack.plugin.api.response;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import org.apache.cloudstack.api.BaseResponse;
import org.hostha.core.Resource;
import org.hostha.oobm.Preflight;

/** Whether a host's BMC would obey. */
public final class PreflightResponse extends BaseResponse {

    @SerializedName("hostid")
    private final String hostId;

    @SerializedName("hostname")
    private final String hostName;

    @SerializedName("passed")
    private final boolean passed;

    @SerializedName("summary")
    private final String summary;

    @SerializedName("systemguid")
    private final String systemGuid;

    @SerializedName("step")
    private final List<PreflightStepResponse> steps;

    public PreflightResponse(Resource host, Preflight preflight) {
        setObjectName("preflight");
        hostId = host.uuid();
        hostName = host.name();
        passed = preflight.passed();
        summary = preflight.summary();
        systemGuid = preflight.systemGuid().orElse(null);
        steps = preflight.findings().stream().map(PreflightStepResponse::new).toList();
    }
}
