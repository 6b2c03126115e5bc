package com.cloud.utils.db;

import java.io.Closeable;
import java.sql.Connection;
import java.sql.SQLException;
import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public class TransactionLegacy implements Closeable {
    public static Connection getStandaloneConnectionWithException() throws SQLException {
        return Signature.value();
    }
    public void close() { }
    public boolean close(String text) {
        return Signature.value();
    }
}
