package org.hostha.oobm.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.Preflight;

/** What speaks against fencing a host through its BMC. Answers from memory: it is asked for every host all the time. */
public final class FencingObstacles {

    private final Alarms alarms;
    private final Map<Long, Preflight> preflights = new ConcurrentHashMap<>();
    private volatile Map<Long, OutOfBandManagement> known = Map.of();
    private volatile Map<Long, String> duplicates = Map.of();

    public FencingObstacles(Alarms alarms) {
        this.alarms = alarms;
    }

    /** All configurations, as the store has them now. */
    public void refresh(List<OutOfBandManagement> rows) {
        known = rows.stream().collect(Collectors.toMap(OutOfBandManagement::hostId, Function.identity(),
                (one, again) -> one));
        duplicates = Proofs.duplicates(rows);
    }

    public void tried(long hostId, Preflight preflight) {
        preflights.put(hostId, preflight);
    }

    /** The host's last preflight says nothing any more. */
    public void forget(long hostId) {
        preflights.remove(hostId);
    }

    /** Why the host could not be fenced, in words; empty when nothing speaks against it. */
    public Optional<String> of(long hostId) {
        OutOfBandManagement row = known.get(hostId);
        if (row == null) {
            return Optional.of("out-of-band management is not configured");
        }
        if (!row.enabled()) {
            return Optional.of("out-of-band management is disabled");
        }
        return Optional.ofNullable(duplicates.get(hostId))
                .or(() -> alarms.obstacle(hostId))
                .or(() -> row.proven().isPresent() ? Optional.empty() : Optional.of(unproven(hostId)));
    }

    private String unproven(long hostId) {
        Preflight last = preflights.get(hostId);
        return last == null ? "its BMC has not been tried yet" : "its BMC does not work: " + last.summary();
    }
}
