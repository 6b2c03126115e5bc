package org.hostha.cloudstack.plugin.store;

import com.cloud.utils.db.TransactionLegacy;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * CloudStack's connection pool. Connections are standalone: no transaction of the calling thread is part of them, so what we
 * store is stored when we say so.
 */
public final class CloudStackDataSource implements DataSource {

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = TransactionLegacy.getStandaloneConnectionWithException();
        if (connection == null) {
            throw new SQLException("CloudStack gave no database connection");
        }
        return connection;
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("CloudStack's pool logs in as itself");
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("there is nothing of type " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
