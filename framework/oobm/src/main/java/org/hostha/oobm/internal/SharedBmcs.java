package org.hostha.oobm.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hostha.oobm.OutOfBandManagement;

/**
 * Which hosts share a BMC, by its endpoint or by its system's GUID, whatever the drivers: whoever fences one of them
 * might fence another. Kept row by row, so that one change costs nothing for all the others.
 */
final class SharedBmcs {

    private final Map<Long, List<String>> marks = new HashMap<>();
    private final Map<String, Set<Long>> hosts = new HashMap<>();

    synchronized void put(OutOfBandManagement row) {
        List<String> now = marks(row);
        if (!now.equals(marks.get(row.hostId()))) {
            remove(row.hostId());
            marks.put(row.hostId(), now);
            now.forEach(mark -> hosts.computeIfAbsent(mark, any -> new TreeSet<>()).add(row.hostId()));
        }
    }

    synchronized void remove(long hostId) {
        List<String> before = marks.remove(hostId);
        if (before != null) {
            before.forEach(mark -> hosts.computeIfPresent(mark, (any, sharing) -> {
                sharing.remove(hostId);
                return sharing.isEmpty() ? null : sharing;
            }));
        }
    }

    private static List<String> marks(OutOfBandManagement row) {
        return Stream.concat(Stream.of("the BMC " + row.endpoint().toString().toLowerCase(Locale.ROOT)),
                row.systemGuid().map(guid -> "the system GUID " + SystemGuids.inAnyOrder(guid)).stream()).toList();
    }

    /** What the host shares, and with which host ids. */
    synchronized Optional<String> of(long hostId) {
        return of(hostId, marks.getOrDefault(hostId, List.of()));
    }

    /** The same of a host that is configured so, whatever is kept of it here. */
    synchronized Optional<String> of(OutOfBandManagement row) {
        return of(row.hostId(), marks(row));
    }

    private Optional<String> of(long hostId, List<String> its) {
        for (String mark : its) {
            Set<Long> sharing = new TreeSet<>(hosts.getOrDefault(mark, Set.of()));
            sharing.add(hostId);
            if (sharing.size() > 1) {
                return Optional.of(mark + " is configured for several hosts " + sharing);
            }
        }
        return Optional.empty();
    }
}
