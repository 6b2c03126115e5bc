package org.hostha.store;

import javax.sql.DataSource;

public class MariaDbMemberStoreTest extends H2MemberStoreTest {

    @Override
    protected DataSource emptyDatabase() throws Exception {
        return Databases.emptyMariaDb();
    }
}
