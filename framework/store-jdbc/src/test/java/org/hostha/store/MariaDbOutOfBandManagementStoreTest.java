package org.hostha.store;

import javax.sql.DataSource;

public class MariaDbOutOfBandManagementStoreTest extends JdbcOutOfBandManagementStoreTest {

    @Override
    protected DataSource emptyDatabase() throws Exception {
        return Databases.emptyMariaDb();
    }
}
