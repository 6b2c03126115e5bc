package org.hostha.oobm.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hostha.oobm.OutOfBandManagement;

/** Finds hosts that share a BMC: whoever fences one of them might fence another. */
public final class Proofs {

    private Proofs() {
    }

    /** For each host that shares its endpoint or system GUID with others: what it shares, and with which host ids. */
    public static Map<Long, String> duplicates(List<OutOfBandManagement> rows) {
        Map<String, List<Long>> byEndpoint = new HashMap<>();
        Map<String, List<Long>> byGuid = new HashMap<>();
        for (OutOfBandManagement row : rows) {
            String endpoint = row.driver() + " " + row.endpoint();
            byEndpoint.computeIfAbsent(endpoint, key -> new ArrayList<>()).add(row.hostId());
            row.systemGuid().ifPresent(
                    guid -> byGuid.computeIfAbsent(guid, key -> new ArrayList<>()).add(row.hostId()));
        }
        Map<Long, String> shared = new HashMap<>();
        byEndpoint.forEach((endpoint, hosts) -> mark(shared, hosts, "the BMC " + endpoint));
        byGuid.forEach((guid, hosts) -> mark(shared, hosts, "the system GUID " + guid));
        return shared;
    }

    private static void mark(Map<Long, String> shared, List<Long> hosts, String what) {
        if (hosts.size() > 1) {
            hosts.forEach(host -> shared.put(host, what + " is configured for several hosts " + hosts));
        }
    }

    /** A GUID as found, without those that BMCs give instead of one: all zeros or all ones. */
    public static Optional<String> meaningful(Optional<String> guid) {
        return guid.filter(text -> !text.matches("[0-]*") && !text.matches("[fF-]*"));
    }
}
