package org.hostha.cloudstack.plugin.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.hostha.cloudstack.plugin.fake.CloudDatabase;
import org.hostha.store.HostHATables;
import org.hostha.testkit.VirtualTime;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class ManagerWatchTest {

    private final CloudDatabase database = new CloudDatabase();
    private final VirtualTime time = new VirtualTime(1);
    private final ManagerWatch watch = new ManagerWatch(90520733573L, database.sql(), time.loop());

    @Before
    public void setUp() {
        new HostHATables(database.dataSource()).migrate();
    }

    @After
    public void tearDown() {
        database.close();
    }

    private void server(String state, String lastUpdate) {
        database.update("DELETE FROM mshost WHERE msid = 2");
        database.update("INSERT INTO mshost (msid, runid, name, state, last_update) VALUES (2, 5, 'ms2', ?, ?)", state, lastUpdate);
    }

    private boolean holds() {
        watch.look();
        return watch.hold().filter(why -> why.equals("management server ms2 runs without the plugin")).isPresent();
    }

    @Test
    public void nothingIsKnownBeforeTheFirstLookAndWhenLooksFail() {
        assertThat(watch.hold()).hasValueSatisfying(why -> assertThat(why).contains("not known"));
        watch.look();
        assertThat(watch.hold()).isEmpty();
        time.advance(ManagerWatch.STALE);
        assertThat(watch.hold()).hasValueSatisfying(why -> assertThat(why).contains("not known"));
    }

    @Test
    public void anotherProcessHoldsUntilItHasBeenSilentForAMinuteByOurClock() {
        server("Up", "2020-01-01 00:00:00");
        assertThat(holds()).isTrue();
        time.advance(Duration.ofSeconds(59));
        assertThat(holds()).isTrue();
        time.advance(Duration.ofSeconds(1));
        assertThat(holds()).isFalse();
        server("Up", "2020-01-01 00:00:01");
        assertThat(holds()).isTrue();
    }

    @Test
    public void oneThatWasStoppedInGoodOrderHoldsNothing() {
        server("Down", "2020-01-01 00:00:00");
        assertThat(holds()).isFalse();
    }

    @Test
    public void maintenanceOfAManagementServerIsNotItsEnd() {
        server("Maintenance", "2020-01-01 00:00:00");
        assertThat(holds()).isTrue();
    }

    @Test
    public void theSameProcessWithThePluginHoldsNothingAlsoWhenItHasCrashed() {
        server("Up", "2020-01-01 00:00:00");
        database.update("INSERT INTO hostha_manager (msid, run, number) VALUES (2, 5, 1)");
        assertThat(holds()).isFalse();
        server("Up", "2020-01-01 00:00:01");
        assertThat(holds()).isFalse();
    }

    @Test
    public void aLaterProcessWithoutThePluginHolds() {
        server("Up", "2020-01-01 00:00:00");
        database.update("INSERT INTO hostha_manager (msid, run, number) VALUES (2, 4, 1)");
        assertThat(holds()).isTrue();
    }
}
