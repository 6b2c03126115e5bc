package org.hostha.cloudstack.plugin.api.response;

import com.google.gson.annotations.SerializedName;
import org.apache.cloudstack.api.BaseResponse;
import org.hostha.core.Resource;
import org.hostha.ha.HAPolicy;

/** How long it takes at worst until a host is fenced and its VMs are released. */
public final class HATimeBudgetResponse extends BaseResponse {

    @SerializedName("hostid")
    private final String hostId;

    @SerializedName("hostname")
    private final String hostName;

    @SerializedName("timebudgetseconds")
    private final long timeBudgetSeconds;

    @SerializedName("releasebudgetseconds")
    private final long releaseBudgetSeconds;

    @SerializedName("powerlossbudgetseconds")
    private final long powerLossBudgetSeconds;

    public HATimeBudgetResponse(Resource host, HAPolicy policy) {
        setObjectName("hatimebudget");
        hostId = host.uuid();
        hostName = host.name();
        timeBudgetSeconds = policy.timeBudget().toSeconds();
        releaseBudgetSeconds = policy.releaseBudget().toSeconds();
        powerLossBudgetSeconds = policy.powerLossBudget().toSeconds();
    }
}
