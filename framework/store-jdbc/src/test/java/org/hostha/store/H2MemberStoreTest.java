package org.hostha.store;

import javax.sql.DataSource;
import org.hostha.ha.spi.MemberStore;
import org.hostha.testkit.MemberStoreContract;

public class H2MemberStoreTest extends MemberStoreContract {

    /** A database without tables. */
    protected DataSource emptyDatabase() throws Exception {
        return Databases.emptyH2();
    }

    @Override
    protected MemberStore emptyStore() throws Exception {
        DataSource database = emptyDatabase();
        Schema.run(database, "V10__managers.sql");
        return new JdbcMemberStore(database);
    }
}
