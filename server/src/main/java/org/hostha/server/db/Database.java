package org.hostha.server.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The embedded database in the data directory, open and up to date. */
public final class Database implements AutoCloseable {

    /**
     * Durability comes first: with its default write delay H2 acknowledges commits that a killed process loses. The
     * server closes the database itself, after everything that writes to it.
     */
    private static final String H2_OPTIONS = ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

    /**
     * A commit of the store asks for the VMs of the host through a second connection: room for both, for all writers.
     */
    private static final int CONNECTIONS = 32;

    /** Why the database can't be opened, in a line that names it and the remedy. */
    public static final class UnusableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnusableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final HikariDataSource pool;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbc = JdbcClient.create(pool);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
    }

    /**
     * Opens the database of a data directory, making it first where there is none, and brings its tables up to date.
     *
     * @throws UnusableException when it can't be read or written, or its tables are of a newer release
     */
    public static Database open(Path dataDirectory) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl("jdbc:h2:file:" + dataDirectory.toAbsolutePath().resolve("hostha") + H2_OPTIONS);
        config.setUsername("sa");
        config.setPassword("");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(2);
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new UnusableException("The database in data directory " + dataDirectory + " can't be opened: "
                    + e.getMessage() + ". Check its permissions and free space, or give another --data directory.", e);
        }
        try {
            migrate(pool);
        } catch (FlywayException e) {
            pool.close();
            throw new UnusableException("The tables in data directory " + dataDirectory
                    + " can't be brought up to date: "
                    + e.getMessage() + ". Use the release that wrote them, or another --data directory.", e);
        }
        return new Database(pool);
    }

    /** Stores and server number their migrations independently, so a lower number may come with a later release. */
    private static void migrate(DataSource source) {
        Flyway.configure().dataSource(source)
                .locations("classpath:org/hostha/store/migration", "classpath:org/hostha/server/migration")
                .outOfOrder(true).load().migrate();
    }

    public DataSource dataSource() {
        return pool;
    }

    /** For statements; within {@link #transactions()} they take part in the transaction of their thread. */
    public JdbcClient jdbc() {
        return jdbc;
    }

    public TransactionTemplate transactions() {
        return transactions;
    }

    @Override
    public void close() {
        pool.close();
    }
}
