package org.hostha.server;

/** Category of the tests that touch the database: they run on the embedded one, and again on a MariaDB. */
public interface OnDatabase {
}
