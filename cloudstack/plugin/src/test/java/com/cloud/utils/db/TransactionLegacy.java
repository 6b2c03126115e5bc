package com.cloud.utils.db;

import java.io.Closeable;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** CloudStack's, as far as the plugin feels it. */
public class TransactionLegacy implements Closeable {

    private static volatile DataSource pool;

    /** The database that everybody gets connections to from now on. */
    public static void use(DataSource dataSource) {
        pool = dataSource;
    }

    public static Connection getStandaloneConnectionWithException() throws SQLException {
        if (pool == null) {
            throw new SQLException("there is no database");
        }
        return pool.getConnection();
    }

    @Override
    public void close() {
    }

    public boolean close(String name) {
        return true;
    }
}
