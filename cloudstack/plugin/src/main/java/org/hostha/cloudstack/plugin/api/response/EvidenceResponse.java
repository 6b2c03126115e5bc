package org.hostha.cloudstack.plugin.api.response;

import com.google.gson.annotations.SerializedName;
import org.apache.cloudstack.api.BaseResponse;
import org.hostha.ha.Explanation;

/** What one check found out. */
public final class EvidenceResponse extends BaseResponse {

    @SerializedName("kind")
    private final String kind;

    @SerializedName("verdict")
    private final String verdict;

    @SerializedName("source")
    private final String source;

    @SerializedName("ageseconds")
    private final long ageSeconds;

    @SerializedName("detail")
    private final String detail;

    public EvidenceResponse(Explanation.Finding finding) {
        setObjectName("evidence");
        kind = finding.kind();
        verdict = finding.evidence().verdict().name();
        source = finding.evidence().source();
        ageSeconds = finding.age().toSeconds();
        detail = finding.evidence().reason();
    }
}
