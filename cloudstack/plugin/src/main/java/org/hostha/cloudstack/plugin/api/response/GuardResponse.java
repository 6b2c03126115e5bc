package org.hostha.cloudstack.plugin.api.response;

import com.google.gson.annotations.SerializedName;
import org.apache.cloudstack.api.BaseResponse;
import org.hostha.ha.Explanation;

/** Something that can hold back destructive work, open or closed. */
public final class GuardResponse extends BaseResponse {

    @SerializedName("name")
    private final String name;

    @SerializedName("closed")
    private final boolean closed;

    @SerializedName("detail")
    private final String detail;

    public GuardResponse(Explanation.Guard guard) {
        setObjectName("guard");
        name = guard.name();
        closed = guard.closed();
        detail = guard.words();
    }
}
