package org.hostha.oobm.nestedcloudstack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/**
 * The host, as the outer cloud shows it at one moment.
 *
 * @param id the virtual machine's uuid, lower case
 * @param state CloudStack's word
 * @param hostId the outer host; shown to root admins only, and while it runs only
 */
record VirtualMachine(String id, String state, Optional<String> hostId) {

    /** @throws OutOfBandManagementException {@code REJECTED} when the key's user sees no such virtual machine */
    static VirtualMachine find(OuterCloud cloud, BmcEndpoint bmc) {
        String wanted = bmc.port().trim().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            throw cloud.failure(Kind.UNREACHABLE, "the port must be the uuid of the host's virtual machine");
        }
        Map<String, String> query = Map.of("id", wanted, "listall", "true");
        for (JsonNode row : cloud.list("listVirtualMachines", query, "virtualmachine")) {
            String id = row.path("id").asText("").toLowerCase(Locale.ROOT);
            if (id.equals(wanted)) {
                return new VirtualMachine(id, row.path("state").asText("absent"),
                        Optional.of(row.path("hostid").asText("")).filter(host -> !host.isEmpty()));
            }
        }
        throw cloud.failure(Kind.REJECTED, "the outer cloud shows this key no such virtual machine");
    }

    /** @throws OutOfBandManagementException {@code WRONG_SYSTEM} */
    void requireRecorded(OuterCloud cloud, BmcEndpoint bmc) {
        otherThanRecorded(bmc).ifPresent(why -> {
            throw cloud.failure(Kind.WRONG_SYSTEM, why);
        });
    }

    Optional<String> otherThanRecorded(BmcEndpoint bmc) {
        return bmc.systemGuid().filter(recorded -> !recorded.equalsIgnoreCase(id))
                .map(recorded -> "this is virtual machine " + id + ", not " + recorded);
    }
}
