package org.hostha.cloudstack.plugin.api.response;

import com.google.gson.annotations.SerializedName;
import java.util.Date;
import java.util.stream.Collectors;
import org.apache.cloudstack.api.BaseResponse;
import org.hostha.core.Resource;
import org.hostha.ha.DecisionRecord;
import org.hostha.ha.HAState;

/** A decision that changed a host's HA state. */
public final class HostHADecisionResponse extends BaseResponse {

    @SerializedName("id")
    private final long id;

    @SerializedName("hostid")
    private final String hostId;

    @SerializedName("fromstate")
    private final String fromState;

    @SerializedName("tostate")
    private final String toState;

    @SerializedName("events")
    private final String events;

    @SerializedName("reason")
    private final String reason;

    @SerializedName("created")
    private final Date created;

    public HostHADecisionResponse(Resource host, DecisionRecord decision) {
        setObjectName("hosthadecision");
        id = decision.id();
        hostId = host.uuid();
        fromState = decision.from().map(HAState::name).orElse(null);
        toState = decision.to().map(HAState::name).orElse(null);
        events = decision.events().stream().map(Enum::name).collect(Collectors.joining(","));
        reason = decision.reason();
        created = Date.from(decision.created());
    }
}
