package org.hostha.server.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import org.h2.api.Trigger;
import org.hostha.server.db.Database;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class InventoryTest {

    private static final CountDownLatch READ = new CountDownLatch(1);
    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** Who reads the clusters has read the hosts. The first one waits. */
    public static final class Wait implements Trigger {
        @Override
        public void fire(Connection connection, Object[] before, Object[] after) {
            if (READ.getCount() == 0) {
                return;
            }
            READ.countDown();
            try {
                GO_ON.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    public void aReadingThatAChangeHasOvertakenDoesNotHideIt() throws Exception {
        try (Database database = Database.open(folder.getRoot().toPath())) {
            Inventory inventory = new Inventory(database);
            database.jdbc().sql("CREATE TRIGGER waits BEFORE SELECT ON cluster CALL '" + Wait.class.getName() + "'").update();
            Thread early = new Thread(inventory::reload);
            early.start();
            READ.await();
            database.jdbc().sql("INSERT INTO host (id, name, uuid, guid, status, type, private_ip_address, data_center_id,"
                    + " resource_state, created) VALUES (1, 'new', 'u', 'g', 'Up', 'Routing', '10.0.0.1', 1, 'Enabled', NOW())").update();
            Thread late = new Thread(inventory::reload);
            late.start();
            await().until(() -> !late.isAlive() || late.getState() == Thread.State.BLOCKED);
            GO_ON.countDown();
            early.join();
            late.join();

            assertThat(inventory.host(1)).isPresent();
        }
    }
}
