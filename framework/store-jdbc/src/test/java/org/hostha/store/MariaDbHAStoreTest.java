package org.hostha.store;

import static org.junit.Assume.assumeTrue;

import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * The contract on a MariaDB of the developer's, where one is given:
 * {@code -Dhostha.test.mariadb=jdbc:mariadb://localhost/hostha_test?user=...}. Its schema is dropped and made anew.
 */
public class MariaDbHAStoreTest extends JdbcHAStoreContract {

    private static final String URL = System.getProperty("hostha.test.mariadb", "");

    @Override
    protected DataSource emptyDatabase() throws Exception {
        assumeTrue("no MariaDB given", !URL.isEmpty());
        MariaDbDataSource database = new MariaDbDataSource(URL);
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            String name = connection.getCatalog();
            statement.execute("DROP DATABASE " + name);
            statement.execute("CREATE DATABASE " + name);
        }
        return database;
    }
}
