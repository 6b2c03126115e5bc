package org.hostha.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.Directive;
import org.hostha.ha.Directive.Kind;

/** Table {@code hostha_directive}. Time is the database's own. */
final class Directives {

    private static final String IN_FORCE = """
            SELECT kind, partition_type, partition_id, ends - UNIX_TIMESTAMP() AS seconds_left, laid_by, reason
            FROM hostha_directive WHERE ends IS NULL OR ends > UNIX_TIMESTAMP()
            ORDER BY kind, partition_type, partition_id""";

    private static final String LAY = """
            INSERT INTO hostha_directive (kind, partition_type, partition_id, ends, laid_by, reason)
            VALUES (?, ?, ?, UNIX_TIMESTAMP() + ?, ?, ?)
            ON DUPLICATE KEY UPDATE ends = VALUES(ends), laid_by = VALUES(laid_by), reason = VALUES(reason)""";

    private static final int BY_LENGTH = 255;
    private static final int REASON_LENGTH = 1024;

    private Directives() {
    }

    static List<Directive> inForce(Connection connection) throws SQLException {
        return Jdbc.query(connection, Directives::map, IN_FORCE);
    }

    /**
     * What holds back everything destructive from the resource, in words. Call in a transaction, under
     * {@link Switches#lock}.
     */
    static Optional<String> hold(Connection connection, Resource resource) throws SQLException {
        return Jdbc.query(connection, Directives::map, IN_FORCE + " FOR UPDATE").stream()
                .filter(Directive::holds).filter(directive -> directive.covers(resource)).map(Directive::words)
                .findFirst();
    }

    static void lay(Connection connection, Directive directive) throws SQLException {
        Switches.lock(connection);
        Jdbc.update(connection, LAY, directive.kind().name(), type(directive.where()), id(directive.where()),
                directive.left().map(Duration::toSeconds).orElse(null), Jdbc.fit(directive.by(), BY_LENGTH),
                Jdbc.fit(directive.reason(), REASON_LENGTH));
    }

    static boolean lift(Connection connection, Kind kind, Optional<Partition> where) throws SQLException {
        Switches.lock(connection);
        return Jdbc.update(connection,
                "DELETE FROM hostha_directive WHERE kind = ? AND partition_type = ? AND partition_id = ?", kind.name(),
                type(where), id(where)) > 0;
    }

    private static String type(Optional<Partition> where) {
        return where.map(partition -> partition.type().name()).orElse("");
    }

    private static long id(Optional<Partition> where) {
        return where.map(Partition::id).orElse(0L);
    }

    private static Directive map(ResultSet row) throws SQLException {
        String type = row.getString("partition_type");
        Optional<Partition> where = type.isEmpty() ? Optional.empty()
                : Optional.of(new Partition(PartitionType.valueOf(type), row.getLong("partition_id")));
        OptionalLong left = HARows.number(row, "seconds_left");
        return new Directive(Kind.valueOf(row.getString("kind")), where,
                left.isPresent() ? Optional.of(Duration.ofSeconds(left.getAsLong())) : Optional.empty(),
                row.getString("laid_by"), row.getString("reason"));
    }
}
