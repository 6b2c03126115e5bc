package org.hostha.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Makes our tables in CloudStack's database, and brings them up to date, by the migrations that the standalone server has from
 * Flyway. Several managers may do it at once: one works, the others wait. What was broken off goes on behind the last statement
 * that is known to be done.
 */
public final class HostHATables {

    private static final Logger LOG = LogManager.getLogger(HostHATables.class);

    /** In their order; CloudStack's own tables are not among them. */
    static final List<String> MIGRATIONS = List.of("V1__ha.sql", "V2__out_of_band_management.sql", "V10__managers.sql",
            "V11__storm_guards.sql", "V20__directives.sql");

    private static final String LOCK = "lock";

    /** Table, column, index or row that is there already: SQL states, and MySQL's number for an index. */
    private static final Set<String> THERE = Set.of("42S01", "42S21", "42S11", "23505", "23000");
    private static final int INDEX_THERE = 1061;

    private final DataSource dataSource;

    public HostHATables(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @throws StoreException naming the statement that failed, such as for want of a privilege */
    public void migrate() {
        try (Connection keeper = dataSource.getConnection(); Connection worker = dataSource.getConnection()) {
            execute(worker, "CREATE TABLE IF NOT EXISTS hostha_migration (name varchar(64) NOT NULL,"
                    + " statements int NOT NULL, PRIMARY KEY (name))");
            Jdbc.update(worker, "INSERT INTO hostha_migration (name, statements) VALUES (?, 0)"
                    + " ON DUPLICATE KEY UPDATE statements = 0", LOCK);
            keeper.setAutoCommit(false);
            try {
                Jdbc.query(keeper, row -> row.getString("name"),
                        "SELECT name FROM hostha_migration WHERE name = ? FOR UPDATE", LOCK);
                for (String migration : MIGRATIONS) {
                    run(worker, migration);
                }
            } finally {
                keeper.rollback();
                keeper.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new StoreException("the tables hostha_* could not be made or brought up to date: " + e.getMessage(), e);
        }
    }

    private static void run(Connection connection, String migration) throws SQLException {
        List<Integer> before = Jdbc.query(connection, row -> row.getInt("statements"),
                "SELECT statements FROM hostha_migration WHERE name = ?", migration);
        int done = before.isEmpty() ? 0 : before.get(0);
        List<String> statements = statements(migration);
        for (int i = done; i < statements.size(); i++) {
            executeUnlessThere(connection, statements.get(i), i == done);
            Jdbc.update(connection, "INSERT INTO hostha_migration (name, statements) VALUES (?, ?)"
                    + " ON DUPLICATE KEY UPDATE statements = VALUES(statements)", migration, i + 1);
        }
        if (done < statements.size()) {
            LOG.info("migration {} of the tables hostha_* is done", migration);
        }
    }

    /** @param perhapsDone it may have been done already by a process that died before it could say so */
    private static void executeUnlessThere(Connection connection, String sql, boolean perhapsDone) throws SQLException {
        try {
            execute(connection, sql);
        } catch (SQLException e) {
            if (!perhapsDone || !THERE.contains(e.getSQLState()) && e.getErrorCode() != INDEX_THERE) {
                throw e;
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static List<String> statements(String migration) {
        try (InputStream in = HostHATables.class.getResourceAsStream("migration/" + migration)) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            return Arrays.stream(script.split(";")).filter(sql -> !sql.isBlank()).map(String::strip).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
