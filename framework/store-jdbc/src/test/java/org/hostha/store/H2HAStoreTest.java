package org.hostha.store;

import javax.sql.DataSource;

public class H2HAStoreTest extends JdbcHAStoreContract {

    @Override
    protected DataSource emptyDatabase() {
        return Databases.emptyH2();
    }
}
