package org.hostha.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.hostha.core.Event;
import org.hostha.server.OnDatabase;
import org.hostha.server.TestDatabase;
import org.hostha.server.db.Database;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

@Category(OnDatabase.class)
public class EventLogTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Database database;
    private EventLog events;

    @Before
    public void open() {
        database = TestDatabase.open(folder.getRoot().toPath());
        events = new EventLog(database);
    }

    @After
    public void close() {
        events.close();
        database.close();
    }

    private void tell(String type, String text) {
        events.publish(new Event(type, Event.Level.INFO, null, text));
    }

    private List<String> stored() {
        return database.jdbc().sql("SELECT description FROM event ORDER BY id").query(String.class).list();
    }

    @Test
    public void whatIsToldWhileTheDatabaseIsAwayIsStoredWhenItIsBack() throws Exception {
        database.jdbc().sql("ALTER TABLE event RENAME TO event_away").update();
        tell("HA.TEST", "first");
        Thread.sleep(500);
        tell("HA.TEST", "second");
        database.jdbc().sql("ALTER TABLE event_away RENAME TO event").update();

        await().atMost(Duration.ofSeconds(20)).until(() -> stored().equals(List.of("first", "second")));
        assertThat(events.dropped()).isZero();
    }

    @Test
    public void whatCanNeverBeStoredIsCountedAndTakesNothingElseWithIt() {
        database.jdbc().sql("ALTER TABLE event RENAME TO event_away").update();
        tell("HA.TEST", "before");
        tell("HA." + "X".repeat(1000), "of a type that is too long");
        tell("HA.TEST", "after");
        database.jdbc().sql("ALTER TABLE event_away RENAME TO event").update();

        await().atMost(Duration.ofSeconds(20)).until(() -> stored().equals(List.of("before", "after")));
        await().untilAsserted(() -> assertThat(events.dropped()).isEqualTo(1));
    }
}
