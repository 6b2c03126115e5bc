package org.hostha.server.db;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.Test;

public class DatabaseTest {

    @Test
    public void aUrlThatHidesHowManyRowsWereChangedIsRefused() {
        for (String option : new String[] {"useBulkStmts=true", "user=a&useBulkStmts=1", "useBulkStmtsForInserts=TRUE"}) {
            assertThatThrownBy(() -> Database.connect("jdbc:mariadb://127.0.0.1:1/cloud?" + option, "root", Optional.empty()))
                    .isInstanceOf(Database.UnusableException.class)
                    .hasMessageContaining("jdbc:mariadb://127.0.0.1:1/cloud").hasMessageContaining("useBulkStmts")
                    .hasMessageContaining("Take it out of the URL");
        }
    }

    @Test
    public void aDatabaseOfAnotherKindIsRefusedWithoutItsOptions() {
        assertThatThrownBy(() -> Database.connect("jdbc:postgresql://10.0.0.1/cloud?password=x", "root", Optional.empty()))
                .hasMessageContaining("jdbc:postgresql://10.0.0.1/cloud").hasMessageNotContaining("password");
    }
}
