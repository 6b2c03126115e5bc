package org.hostha.cloudstack.plugin.api.response;

import com.google.gson.annotations.SerializedName;
import org.apache.cloudstack.api.BaseResponse;
import org.hostha.core.Bulkhead;

/** How much work of a kind runs, waits and was shed on this management server. */
public final class HAQueueResponse extends BaseResponse {

    @SerializedName("name")
    private final String name;

    @SerializedName("running")
    private final int running;

    @SerializedName("pending")
    private final int pending;

    @SerializedName("shed")
    private final long shed;

    public HAQueueResponse(String name, Bulkhead.Load load) {
        setObjectName("haqueue");
        this.name = name;
        running = load.running();
        pending = load.pending();
        shed = load.shed();
    }
}
