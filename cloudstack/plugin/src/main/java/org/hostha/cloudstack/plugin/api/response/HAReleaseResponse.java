package org.hostha.cloudstack.plugin.api.response;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import org.apache.cloudstack.api.BaseResponse;
import org.hostha.ha.HAManager;

/** What became of the VMs of a host that was seen off. */
public final class HAReleaseResponse extends BaseResponse {

    @SerializedName("id")
    private final long id;

    @SerializedName("hostid")
    private final String hostId;

    @SerializedName("hostname")
    private final String hostName;

    @SerializedName("open")
    private final boolean open;

    @SerializedName("report")
    private final String report;

    @SerializedName("virtualmachine")
    private final List<ReleasedVmResponse> virtualMachines;

    public HAReleaseResponse(HAManager.Release release) {
        setObjectName("harelease");
        id = release.record().id();
        hostId = release.record().resource().uuid();
        hostName = release.record().resource().name();
        open = release.open();
        report = release.record().report();
        virtualMachines = release.record().vms().stream().map(ReleasedVmResponse::new).toList();
    }
}
