package org.hostha.cloudstack.plugin.api.response;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import org.apache.cloudstack.api.BaseResponse;

/** What was found out about several BMCs: a list that survives being the result of a job. */
public final class PreflightsResponse extends BaseResponse {

    @SerializedName("count")
    private final int count;

    @SerializedName("preflight")
    private final List<PreflightResponse> preflights;

    public PreflightsResponse(List<PreflightResponse> preflights) {
        setObjectName("preflights");
        count = preflights.size();
        this.preflights = List.copyOf(preflights);
    }
}
