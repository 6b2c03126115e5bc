package org.hostha.store;

import static org.junit.Assume.assumeTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * Databases without tables. MariaDB is the developer's, where one is given:
 * {@code -Dhostha.test.mariadb=jdbc:mariadb://localhost/hostha_test?user=...}; its schema is dropped and made anew.
 */
final class Databases {

    private static final String MARIADB = System.getProperty("hostha.test.mariadb", "");

    private Databases() {
    }

    /** Who waits for a lock waits for long: two seconds, as is usual, are soon over on a busy machine. */
    static DataSource emptyH2() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID()
                + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000;MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE");
        return database;
    }

    static DataSource emptyMariaDb() throws SQLException {
        assumeTrue("no MariaDB given", !MARIADB.isEmpty());
        MariaDbDataSource database = new MariaDbDataSource(MARIADB);
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            String name = connection.getCatalog();
            statement.execute("DROP DATABASE " + name);
            statement.execute("CREATE DATABASE " + name);
        }
        return database;
    }
}
