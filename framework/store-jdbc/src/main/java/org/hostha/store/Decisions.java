package org.hostha.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hostha.core.Resource;
import org.hostha.ha.DecisionRecord;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAState;
import org.hostha.ha.spi.HAStore.Commit;

/**
 * What was decided, and why: the newest decisions of each case, in a ring of slots, so that history is bounded without
 * anything to clean up. A decision's id is the version that it made.
 */
final class Decisions {

    /** Versions that the ring goes back; an owner's change takes a version too, but makes no decision. */
    private static final int SLOTS = 200;

    static final String UPSERT = """
            INSERT INTO hostha_decision (ha_config_id, slot, version, from_state, to_state, events, reason, created)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE version = VALUES(version), from_state = VALUES(from_state),
                to_state = VALUES(to_state), events = VALUES(events), reason = VALUES(reason),
                created = VALUES(created)""";

    private static final String SELECT = """
            SELECT d.version, d.from_state, d.to_state, d.events, d.reason, d.created
            FROM hostha_decision d JOIN ha_config h ON h.id = d.ha_config_id
            WHERE h.resource_id = ? AND h.resource_type = ? AND d.version > ? ORDER BY d.version LIMIT ?""";

    private Decisions() {
    }

    static Object[] parameters(long caseId, Commit commit, String reason, LocalDateTime now) {
        long version = commit.version() + 1;
        String events = commit.events().stream().map(HAEvent::name).collect(Collectors.joining(","));
        return new Object[] {caseId, version % SLOTS, version, commit.from().map(HAState::name).orElse(null),
                commit.next().state().map(HAState::name).orElse(null), events, reason, now};
    }

    static List<DecisionRecord> after(Connection connection, Resource resource, long afterId, int limit)
            throws SQLException {
        return Jdbc.query(connection, row -> map(resource, row), SELECT, resource.id(),
                HARows.resourceType(resource.type()), afterId, limit);
    }

    private static DecisionRecord map(Resource resource, ResultSet row) throws SQLException {
        long version = row.getLong("version");
        String events = row.getString("events");
        return new DecisionRecord(version, resource.id(), version, state(row.getString("from_state")),
                state(row.getString("to_state")),
                events.isEmpty() ? List.of() : Arrays.stream(events.split(",")).map(HAEvent::valueOf).toList(),
                row.getString("reason"), row.getObject("created", LocalDateTime.class).toInstant(ZoneOffset.UTC));
    }

    private static Optional<HAState> state(String text) {
        return Optional.ofNullable(text).map(HAState::valueOf);
    }
}
