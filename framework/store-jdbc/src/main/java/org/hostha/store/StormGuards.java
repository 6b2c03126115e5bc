package org.hostha.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.hostha.ha.GuardRow;
import org.hostha.ha.spi.HAStore.Commit;
import org.hostha.ha.spi.HAStore.Permit;

/**
 * The storm guards, and the permits that they give within one transaction: read under lock, so that none is given twice,
 * and counted on the guard's row, so that a Galera cluster, which doesn't honour row locks across its nodes, lets only one
 * of two through.
 */
final class StormGuards {

    private static final String SELECT = "SELECT scope, version, closed, level FROM hostha_guard";
    private static final String GIVE = "INSERT INTO hostha_guard (scope, given) VALUES (?, 1)"
            + " ON DUPLICATE KEY UPDATE given = given + 1";

    private final Connection connection;
    private final Map<Long, GuardRow> guards = new HashMap<>();

    /** The cluster of each case that holds a permit. */
    private final Map<Long, Long> holders = new HashMap<>();
    private final TreeSet<Long> used = new TreeSet<>();

    private StormGuards(Connection connection) {
        this.connection = connection;
    }

    static List<GuardRow> all(Connection connection) throws SQLException {
        return Jdbc.query(connection, StormGuards::map, SELECT + " ORDER BY scope");
    }

    /** @return false when the stored guard has another version than the one before the given */
    static boolean save(Connection connection, GuardRow guard) throws SQLException {
        Jdbc.update(connection, "INSERT INTO hostha_guard (scope) VALUES (?) ON DUPLICATE KEY UPDATE scope = scope",
                guard.scope());
        return Jdbc.update(connection, "UPDATE hostha_guard SET version = ?, closed = ?, level = ?"
                + " WHERE scope = ? AND version = ?", guard.version(), guard.closed() ? 1 : 0, guard.level(),
                guard.scope(), guard.version() - 1) == 1;
    }

    /** What the arming ones among the commits are judged by. Call after {@link Switches#lock}. */
    static StormGuards lock(Connection connection, List<Commit> commits) throws SQLException {
        StormGuards guards = new StormGuards(connection);
        Object[] scopes = commits.stream().flatMap(commit -> commit.permits().stream()).map(Permit::scope).distinct()
                .sorted().toArray();
        if (scopes.length > 0) {
            String marks = String.join(", ", Collections.nCopies(scopes.length, "?"));
            Jdbc.query(connection, StormGuards::map, SELECT + " WHERE scope IN (" + marks + ") FOR UPDATE", scopes)
                    .forEach(guard -> guards.guards.put(guard.scope(), guard));
            Jdbc.query(connection,
                    row -> guards.holders.put(row.getLong("ha_config_id"), row.getLong("permit_cluster")),
                    "SELECT ha_config_id, permit_cluster FROM hostha_case WHERE permit_cluster IS NOT NULL");
        }
        return guards;
    }

    /** Why a permit is not given to the case, in words. */
    Optional<String> refusal(long caseId, List<Permit> permits) {
        return permits.stream().flatMap(permit -> refusal(caseId, permit).stream()).findFirst();
    }

    private Optional<String> refusal(long caseId, Permit permit) {
        GuardRow guard = guards.getOrDefault(permit.scope(), GuardRow.unwritten(permit.scope()));
        if (guard.closed()) {
            return Optional.of("the storm guard of " + guard.where() + " is closed");
        }
        long taken = holders.entrySet().stream().filter(holder -> holder.getKey() != caseId)
                .filter(holder -> permit.scope() == GuardRow.ALL_CLUSTERS || holder.getValue() == permit.scope())
                .count();
        return taken < permit.limit() ? Optional.empty() : Optional.of("all " + permit.limit()
                + " permits of the storm guard of " + guard.where() + " are taken");
    }

    void given(long caseId, Commit commit) {
        holders.put(caseId, commit.resource().clusterId());
        commit.permits().forEach(permit -> used.add(permit.scope()));
    }

    void write() throws SQLException {
        Jdbc.batch(connection, GIVE, used.stream().map(scope -> new Object[] {scope}).toList());
    }

    private static GuardRow map(ResultSet row) throws SQLException {
        return new GuardRow(row.getLong("scope"), row.getLong("version"), row.getInt("closed") != 0,
                row.getInt("level"));
    }
}
