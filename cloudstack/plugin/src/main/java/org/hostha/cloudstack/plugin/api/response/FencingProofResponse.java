package org.hostha.cloudstack.plugin.api.response;

import com.google.gson.annotations.SerializedName;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.apache.cloudstack.api.BaseResponse;
import org.hostha.core.Resource;

/** When it was last proven that a host could be fenced, and what speaks against it. */
public final class FencingProofResponse extends BaseResponse {

    @SerializedName("hostid")
    private final String hostId;

    @SerializedName("hostname")
    private final String hostName;

    @SerializedName("fenceable")
    private final boolean fenceable;

    @SerializedName("obstacle")
    private final String obstacle;

    @SerializedName("lastproof")
    private final Date lastProof;

    @SerializedName("ageseconds")
    private final Long ageSeconds;

    public FencingProofResponse(Resource host, Optional<String> obstacle, Optional<Instant> proven, Instant now) {
        setObjectName("fencingproof");
        hostId = host.uuid();
        hostName = host.name();
        fenceable = obstacle.isEmpty();
        this.obstacle = obstacle.orElse(null);
        lastProof = proven.map(Date::from).orElse(null);
        ageSeconds = proven.map(then -> Duration.between(then, now).toSeconds()).orElse(null);
    }
}
