package org.hostha.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** As much of a JDBC framework as the stores need. */
final class Jdbc {

    private static final Logger LOG = LogManager.getLogger(Jdbc.class);

    private static final int ATTEMPTS = 5;

    /** The class of SQL states that say "rolled back, try again" (SQL:2016, class 40). */
    private static final String ROLLED_BACK = "40";

    /** Something done on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Reads the row that a result set stands on. */
    @FunctionalInterface
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private final DataSource dataSource;

    Jdbc(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @param what is wanted, for messages: "read the rows" */
    <T> T run(String what, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new StoreException("could not " + what + ": " + e.getMessage(), e);
        }
    }

    /** All of the work or none of it. Work that the database rolled back to break a deadlock is done again. */
    <T> T inTransaction(String what, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (SQLException e) {
                boolean rolledBack = e.getSQLState() != null && e.getSQLState().startsWith(ROLLED_BACK);
                if (!rolledBack || attempt == ATTEMPTS) {
                    throw new StoreException("could not " + what + ": " + e.getMessage(), e);
                }
                LOG.debug("trying again to {}: {}", what, e.getMessage());
            }
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                connection.setAutoCommit(true);
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private static void rollBack(Connection connection, Throwable reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    static <T> List<T> query(Connection connection, RowMapper<T> mapper, String sql, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(mapper.map(rows));
                }
                return found;
            }
        }
    }

    static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** One round trip where the driver can; as many counts as there are rows of parameters. */
    static int[] batch(Connection connection, String sql, List<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] row : rows) {
                set(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    /** For a write that must hit exactly one row. Anything else is a defect of ours, never a lost race. */
    static void mustBeOne(int count, String what) {
        if (count != 1) {
            throw new IllegalStateException("defect: " + what + " changed " + count
                    + " rows instead of one; nothing is stored");
        }
    }

    /** Cuts a text that people read to what its column holds. */
    static String fit(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 3) + "...";
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
