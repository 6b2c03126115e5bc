package org.hostha.server.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.hostha.core.Secret;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The database, open and up to date: embedded in the data directory, or on a MariaDB or MySQL server. */
public final class Database implements AutoCloseable {

    /**
     * Durability comes first: with its default write delay H2 acknowledges commits that a killed process loses. The
     * server closes the database itself, after everything that writes to it.
     */
    private static final String H2_OPTIONS = ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

    /** MariaDB's driver then answers "no information" to each statement of a batch; off unless a URL asks for it. */
    private static final Pattern HIDES_COUNTS = Pattern.compile("[?&]useBulkStmts\\w*=(true|1)", Pattern.CASE_INSENSITIVE);

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
        String url = "jdbc:h2:file:" + dataDirectory.toAbsolutePath().resolve("hostha") + H2_OPTIONS;
        HikariConfig config = config(url, "sa", Secret.of(""));
        return open(config, "The database in data directory " + dataDirectory,
                "Check its permissions and free space, or give another --data directory.");
    }

    /**
     * Opens a database on a server, which may be empty, and brings its tables up to date.
     *
     * @param url of JDBC, for MariaDB or MySQL
     * @throws UnusableException when it can't be reached, read or written, or its tables are of a newer release
     */
    public static Database connect(String url, String user, Optional<Secret> password) {
        if (!url.startsWith("jdbc:mariadb:") && !url.startsWith("jdbc:mysql:")) {
            throw new UnusableException("The database " + withoutOptions(url) + " is of a kind that is not known here."
                    + " Give --database jdbc:mariadb://HOST:PORT/NAME.", null);
        }
        if (HIDES_COUNTS.matcher(url).find()) {
            throw new UnusableException("The database " + withoutOptions(url) + " can't be used with useBulkStmts: it hides"
                    + " how many rows each statement has changed, by which lost decisions are known. Take it out of the URL.",
                    null);
        }
        HikariConfig config = config(url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:"), user,
                password.orElse(Secret.of("")));
        // The store's statements are correct at this isolation, and fewer gaps are locked.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return open(config, "The database " + withoutOptions(url),
                "Check address, name, user and password file, and that the user may create tables there.");
    }

    private static HikariConfig config(String url, String user, Secret password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password.revealText());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(2);
        return config;
    }

    private static Database open(HikariConfig config, String what, String remedy) {
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new UnusableException(what + " can't be opened: " + e.getMessage() + ". " + remedy, e);
        }
        try {
            writeAnyScript(pool);
            migrate(pool);
        } catch (FlywayException | DataAccessException e) {
            pool.close();
            throw new UnusableException(what + ": its tables can't be brought up to date: " + e.getMessage()
                    + ". Use the release that wrote them, or another database.", e);
        }
        return new Database(pool);
    }

    /** Options of a URL may hold what is not to be shown. */
    private static String withoutOptions(String url) {
        return url.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//");
    }

    /** A database server may make tables for Latin letters alone; names are in any script. */
    private static void writeAnyScript(HikariDataSource pool) {
        JdbcClient jdbc = JdbcClient.create(pool);
        if (!pool.getJdbcUrl().startsWith("jdbc:h2:") && jdbc.sql("SELECT COUNT(*) FROM information_schema.tables"
                + " WHERE table_schema = DATABASE()").query(Integer.class).single() == 0) {
            jdbc.sql("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci").update();
        }
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

    /**
     * Does something with what is committed: at once, or after the commit of the transaction that this thread is in; what is
     * rolled back is no change to follow.
     */
    public void afterCommit(Runnable action) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            action.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }

    @Override
    public void close() {
        pool.close();
    }
}
