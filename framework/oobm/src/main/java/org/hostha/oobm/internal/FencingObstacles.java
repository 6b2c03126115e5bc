package org.hostha.oobm.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.Preflight;

/** What speaks against fencing a host through its BMC. Answers from memory: it is asked for every host all the time. */
public final class FencingObstacles {

    private final Alarms alarms;
    private final Map<Long, Preflight> preflights = new ConcurrentHashMap<>();
    private final Map<Long, OutOfBandManagement> known = new ConcurrentHashMap<>();
    private final SharedBmcs shared = new SharedBmcs();

    public FencingObstacles(Alarms alarms) {
        this.alarms = alarms;
    }

    /** All configurations, as the store has them now. */
    public void refresh(List<OutOfBandManagement> rows) {
        Set<Long> present = rows.stream().map(OutOfBandManagement::hostId).collect(Collectors.toSet());
        known.keySet().stream().filter(hostId -> !present.contains(hostId)).forEach(shared::remove);
        known.keySet().retainAll(present);
        rows.forEach(this::refresh);
    }

    /** One configuration, as the store has it now. */
    public void refresh(OutOfBandManagement row) {
        known.put(row.hostId(), row);
        shared.put(row);
    }

    public void tried(long hostId, Preflight preflight) {
        preflights.put(hostId, preflight);
    }

    /** The host's last preflight says nothing any more. */
    public void forget(long hostId) {
        preflights.remove(hostId);
    }

    /** What the host shares with others that has to be its own. */
    public Optional<String> shared(long hostId) {
        return shared.of(hostId);
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
        return shared.of(hostId).or(() -> alarms.obstacle(hostId)).or(() -> unproven(row));
    }

    /**
     * Why the BMC may be another host's, so that what is done there might cut off that one, and what is read there says nothing
     * of this one. Which system a proven BMC speaks for is for the driver to compare, each time anew; switches are another
     * matter.
     *
     * @param row as the store has it now
     */
    public Optional<String> doubt(OutOfBandManagement row) {
        return shared.of(row).or(() -> unproven(row));
    }

    private Optional<String> unproven(OutOfBandManagement row) {
        if (row.proven().isPresent()) {
            return Optional.empty();
        }
        Preflight last = preflights.get(row.hostId());
        return Optional.of(last == null ? "its BMC has not been tried yet" : "its BMC does not work: " + last.summary());
    }
}
