package org.hostha.cloudstack.plugin.api.response;

import com.google.gson.annotations.SerializedName;
import org.apache.cloudstack.api.BaseResponse;
import org.hostha.ha.ReleaseRecord;

/** What became of a VM of a host that was seen off. */
public final class ReleasedVmResponse extends BaseResponse {

    @SerializedName("id")
    private final String id;

    @SerializedName("name")
    private final String name;

    @SerializedName("outcome")
    private final String outcome;

    @SerializedName("note")
    private final String note;

    public ReleasedVmResponse(ReleaseRecord.Vm vm) {
        setObjectName("virtualmachine");
        id = vm.uuid();
        name = vm.name();
        outcome = vm.outcome().name();
        note = vm.note();
    }
}
