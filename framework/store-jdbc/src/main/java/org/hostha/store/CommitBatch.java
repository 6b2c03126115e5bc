package org.hostha.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hostha.core.Resource;
import org.hostha.ha.HAState;
import org.hostha.ha.Order;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.Stored;
import org.hostha.ha.spi.HAStore.Answer;
import org.hostha.ha.spi.HAStore.Commit;

/**
 * Stores decisions within one transaction: lock the rows, judge every commit, write those that passed. A commit that is
 * lost or refused has then written nothing, and the others need no protection from it. The compare-and-set stands in
 * the write as well: a Galera cluster doesn't honour row locks across its nodes, but lets only one of two writes of a
 * row through.
 */
final class CommitBatch {

    private static final String SELECT = """
            SELECT h.id, h.resource_type, h.resource_id, h.enabled, h.update_count, h.mgmt_server_id,
                COALESCE((SELECT c.epoch FROM hostha_case c WHERE c.ha_config_id = h.id), 0) AS epoch,
                (SELECT c.permit_cluster FROM hostha_case c WHERE c.ha_config_id = h.id) AS permit
            FROM ha_config h WHERE h.resource_type = ? AND h.resource_id IN (%s) FOR UPDATE""";

    private static final String UPDATE_ROW = """
            UPDATE ha_config SET ha_state = ?, update_count = update_count + 1, update_time = COALESCE(?, update_time)
            WHERE id = ? AND update_count = ? AND mgmt_server_id = ?""";

    private static final String UPSERT_CASE = """
            INSERT INTO hostha_case (ha_config_id, epoch, activity_checks, activity_failures, recoveries, fence_tries,
                custody, order_id, order_kind, order_step, release_id, permit_cluster, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE activity_checks = VALUES(activity_checks),
                activity_failures = VALUES(activity_failures), recoveries = VALUES(recoveries),
                fence_tries = VALUES(fence_tries), custody = VALUES(custody), order_id = VALUES(order_id),
                order_kind = VALUES(order_kind), order_step = VALUES(order_step), release_id = VALUES(release_id),
                permit_cluster = VALUES(permit_cluster), reason = VALUES(reason)""";

    private record Key(String resourceType, long resourceId) {

        static Key of(Resource resource) {
            return new Key(HARows.resourceType(resource.type()), resource.id());
        }
    }

    /** @param permit the cluster whose permit it holds */
    private record Row(long id, boolean enabled, long version, OptionalLong owner, long epoch, OptionalLong permit) {

        Row committed(OptionalLong newPermit) {
            return new Row(id, enabled, version + 1, owner, epoch, newPermit);
        }
    }

    private final Connection connection;
    private final LocalDateTime now;
    private StormGuards guards;
    private final Map<Key, Row> rows = new HashMap<>();
    private final List<Object[]> rowWrites = new ArrayList<>();
    private final List<Object[]> caseWrites = new ArrayList<>();
    private final List<Object[]> decisionWrites = new ArrayList<>();

    /** @param now wall clock, for display */
    CommitBatch(Connection connection, LocalDateTime now) {
        this.connection = connection;
        this.now = now;
    }

    /** @param vms what each commit writes down to be released; empty lists for those that open no release */
    List<Answer> store(List<Commit> commits, List<List<ReleaseRecord.Vm>> vms) throws SQLException {
        if (commits.stream().anyMatch(Commit::arming)) {
            Switches.lock(connection);
        }
        lockRows(commits);
        guards = StormGuards.lock(connection, commits);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < commits.size(); i++) {
            Commit commit = commits.get(i);
            Row row = rows.get(Key.of(commit.resource()));
            Answer answer = judge(commit, row);
            if (answer instanceof Answer.StoredDurably) {
                prepare(commit, row);
                if (commit.opensRelease()) {
                    Releases.open(connection, row.id(), commit.next().release().orElseThrow(), vms.get(i));
                }
            }
            answers.add(answer);
        }
        write();
        return answers;
    }

    /**
     * Along one index, always in the same order: two batches never lock rows in different orders. Both columns of the
     * unique index are named: a range over one of them would lock the neighbours of its rows as well, and the batches of two
     * shards would wait for each other.
     */
    private void lockRows(List<Commit> commits) throws SQLException {
        Map<String, SortedSet<Long>> types = new TreeMap<>();
        for (Commit commit : commits) {
            Key key = Key.of(commit.resource());
            types.computeIfAbsent(key.resourceType(), type -> new TreeSet<>()).add(key.resourceId());
        }
        for (Map.Entry<String, SortedSet<Long>> type : types.entrySet()) {
            List<Object> parameters = new ArrayList<>(List.of(type.getKey()));
            parameters.addAll(type.getValue());
            String marks = String.join(", ", Collections.nCopies(type.getValue().size(), "?"));
            Jdbc.query(connection, row -> rows.put(new Key(row.getString("resource_type"), row.getLong("resource_id")),
                    new Row(row.getLong("id"), row.getInt("enabled") != 0, row.getLong("update_count"),
                            HARows.number(row, "mgmt_server_id"), row.getLong("epoch"), HARows.number(row, "permit"))),
                    SELECT.formatted(marks), parameters.toArray());
        }
    }

    private Answer judge(Commit commit, Row row) throws SQLException {
        if (row == null || row.version() != commit.version() || row.epoch() != commit.epoch()
                || !row.owner().equals(OptionalLong.of(commit.owner()))) {
            return new Answer.Lost();
        }
        if (commit.arming() && !row.enabled()) {
            return new Answer.Refused("HA is switched off for host " + commit.resource().name());
        }
        Optional<String> off = commit.arming() ? Switches.HA.off(connection, commit.resource()) : Optional.empty();
        if (commit.arming() && off.isEmpty()) {
            off = Directives.hold(connection, commit.resource());
        }
        return off.or(() -> guards.refusal(row.id(), commit.permits())).<Answer>map(Answer.Refused::new)
                .orElseGet(Answer.StoredDurably::new);
    }

    private void prepare(Commit commit, Row row) {
        Stored next = commit.next();
        String reason = Jdbc.fit(commit.reason(), HARows.REASON_LENGTH);
        String state = next.state().map(HAState::name).orElse(null);
        OptionalLong permit = permit(commit, row);
        rowWrites.add(new Object[] {state, commit.events().isEmpty() ? null : now, row.id(), row.version(),
                commit.owner()});
        caseWrites.add(new Object[] {row.id(), row.epoch(), next.activityChecks(), next.activityFailures(),
                next.recoveries(), next.fenceTries(), next.custody() ? 1 : 0,
                next.order().map(Order::id).orElse(null), next.order().map(order -> order.kind().name()).orElse(null),
                next.order().map(order -> order.step().name()).orElse(null),
                next.release().isPresent() ? next.release().getAsLong() : null,
                permit.isPresent() ? permit.getAsLong() : null, reason});
        decisionWrites.add(Decisions.parameters(row.id(), commit, reason, now));
        rows.put(Key.of(commit.resource()), row.committed(permit));
    }

    private OptionalLong permit(Commit commit, Row row) {
        if (!commit.next().destructive()) {
            return OptionalLong.empty();
        }
        if (!commit.arming()) {
            return row.permit();
        }
        guards.given(row.id(), commit);
        return OptionalLong.of(commit.resource().clusterId());
    }

    private void write() throws SQLException {
        guards.write();
        for (int count : Jdbc.batch(connection, UPDATE_ROW, rowWrites)) {
            Jdbc.mustBeOne(count, "the write of a locked row of ha_config");
        }
        Jdbc.batch(connection, UPSERT_CASE, caseWrites);
        Jdbc.batch(connection, Decisions.UPSERT, decisionWrites);
    }
}
