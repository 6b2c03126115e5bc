package org.hostha.store;

import javax.sql.DataSource;

public class MariaDbHAStoreTest extends JdbcHAStoreContract {

    @Override
    protected DataSource emptyDatabase() throws Exception {
        return Databases.emptyMariaDb();
    }
}
