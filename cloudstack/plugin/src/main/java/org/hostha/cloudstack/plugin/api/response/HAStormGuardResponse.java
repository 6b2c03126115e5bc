package org.hostha.cloudstack.plugin.api.response;

import com.google.gson.annotations.SerializedName;
import java.util.Optional;
import org.apache.cloudstack.api.BaseResponse;
import org.hostha.cloudstack.plugin.api.Place;
import org.hostha.ha.GuardRow;

/** A storm guard that was ever closed. */
public final class HAStormGuardResponse extends BaseResponse {

    @SerializedName("clusterid")
    private final String clusterId;

    @SerializedName("clustername")
    private final String clusterName;

    @SerializedName("scope")
    private final String scope;

    @SerializedName("closed")
    private final boolean closed;

    @SerializedName("level")
    private final int level;

    public HAStormGuardResponse(GuardRow row, Optional<Place> cluster) {
        setObjectName("hastormguard");
        clusterId = cluster.map(Place::uuid).orElse(null);
        clusterName = cluster.map(Place::name).orElse(null);
        scope = row.scope() == GuardRow.ALL_CLUSTERS ? "All" : "Cluster";
        closed = row.closed();
        level = row.level();
    }
}
