package org.hostha.store;

import static org.junit.Assume.assumeTrue;

import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** The same on a MariaDB, where one is given as for {@link MariaDbHAStoreTest}. */
public class MariaDbOutOfBandManagementStoreTest extends JdbcOutOfBandManagementStoreTest {

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
