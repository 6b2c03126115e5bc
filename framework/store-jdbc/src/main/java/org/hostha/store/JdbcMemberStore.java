package org.hostha.store;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.hostha.ha.spi.MemberStore;

/** Managers' signs of life in table {@code hostha_manager}. Failures are {@link StoreException}s. */
public final class JdbcMemberStore implements MemberStore {

    private final Jdbc jdbc;

    public JdbcMemberStore(DataSource dataSource) {
        this.jdbc = new Jdbc(dataSource);
    }

    /** The number goes on where an earlier run left it: nobody overlooks that it changes. */
    @Override
    public void join(long manager, long run) {
        jdbc.inTransaction("join as manager " + manager, connection -> Jdbc.update(connection,
                "INSERT INTO hostha_manager (msid, run, number) VALUES (?, ?, 1)"
                        + " ON DUPLICATE KEY UPDATE run = VALUES(run), number = number + 1", manager, run));
    }

    @Override
    public Optional<Map<Long, Long>> renew(long manager, long run) {
        int renewed = jdbc.inTransaction("renew the row of manager " + manager, connection -> Jdbc.update(connection,
                "UPDATE hostha_manager SET number = number + 1 WHERE msid = ? AND run = ?", manager, run));
        if (renewed == 0) {
            return Optional.empty();
        }
        Map<Long, Long> numbers = new TreeMap<>();
        jdbc.run("read the managers' rows", connection -> Jdbc.query(connection,
                row -> numbers.put(row.getLong("msid"), row.getLong("number")),
                "SELECT msid, number FROM hostha_manager"));
        return Optional.of(numbers);
    }

    @Override
    public void leave(long manager, long run) {
        jdbc.inTransaction("leave as manager " + manager, connection -> Jdbc.update(connection,
                "DELETE FROM hostha_manager WHERE msid = ? AND run = ?", manager, run));
    }
}
