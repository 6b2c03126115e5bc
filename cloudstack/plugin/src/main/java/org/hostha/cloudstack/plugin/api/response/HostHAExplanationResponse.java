package org.hostha.cloudstack.plugin.api.response;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import org.apache.cloudstack.api.BaseResponse;
import org.hostha.cloudstack.plugin.release.Comeback;
import org.hostha.core.Resource;
import org.hostha.ha.Explanation;
import org.hostha.ha.HAState;

/** Why a host is in its HA state. */
public final class HostHAExplanationResponse extends BaseResponse {

    @SerializedName("hostid")
    private final String hostId;

    @SerializedName("hastate")
    private final String haState;

    @SerializedName("reason")
    private final String reason;

    @SerializedName("evidence")
    private final List<EvidenceResponse> evidence;

    @SerializedName("guard")
    private final List<GuardResponse> guards;

    @SerializedName("holds")
    private final List<String> holds;

    @SerializedName("nextdeadline")
    private final String nextDeadline;

    @SerializedName("timebudgetseconds")
    private final long timeBudgetSeconds;

    @SerializedName("releasebudgetseconds")
    private final long releaseBudgetSeconds;

    @SerializedName("powerlossbudgetseconds")
    private final long powerLossBudgetSeconds;

    @SerializedName("unknownpolicy")
    private final String unknownPolicy;

    @SerializedName("custody")
    private final boolean custody;

    @SerializedName("order")
    private final String order;

    @SerializedName("releasing")
    private final boolean releasing;

    @SerializedName("vmhastatus")
    private final String vmHAStatus;

    public HostHAExplanationResponse(Resource host, Explanation explanation) {
        setObjectName("hosthaexplanation");
        hostId = host.uuid();
        haState = explanation.state().orElse(HAState.Disabled).name();
        reason = explanation.reason();
        evidence = explanation.evidence().stream().map(EvidenceResponse::new).toList();
        guards = explanation.guards().stream().map(GuardResponse::new).toList();
        holds = explanation.holds();
        nextDeadline = explanation.nextDeadline().orElse(null);
        timeBudgetSeconds = explanation.policy().timeBudget().toSeconds();
        releaseBudgetSeconds = explanation.policy().releaseBudget().toSeconds();
        powerLossBudgetSeconds = explanation.policy().powerLossBudget().toSeconds();
        unknownPolicy = explanation.policy().fenceUnknownAfter().map(after -> "fence after " + after.toSeconds() + " s")
                .orElse("hold and alert");
        custody = explanation.stored().custody();
        order = explanation.stored().order().map(one -> one.kind() + " " + one.step()).orElse(null);
        releasing = explanation.stored().release().isPresent();
        vmHAStatus = Comeback.told(explanation.stored()).name();
    }
}
