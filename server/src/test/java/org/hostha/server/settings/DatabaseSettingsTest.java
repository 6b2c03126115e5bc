package org.hostha.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.Setting.Scope;
import org.hostha.server.OnDatabase;
import org.hostha.server.TestDatabase;
import org.hostha.server.db.Database;
import org.hostha.store.JdbcSettings;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;
import org.springframework.jdbc.datasource.DelegatingDataSource;

@Category(OnDatabase.class)
public class DatabaseSettingsTest {

    private static final Setting<Long> CLUSTER_WIDE = Setting.number("a.number", 1, Scope.Cluster, "A number");
    private static final Setting<Long> CLOUD_WIDE = Setting.number("b.number", 1, Scope.Global, "Another number");
    private static final Resource HOST = new Resource(PartitionType.Host, 1, "uuid", "kvm-01", 10, 20, 30);
    private static final Resource ELSEWHERE = new Resource(PartitionType.Host, 2, "uuid-2", "kvm-02", 11, 21, 31);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Database database;
    private DatabaseSettings settings;

    @Before
    public void open() {
        database = TestDatabase.open(folder.getRoot().toPath());
        settings = settings();
    }

    private DatabaseSettings settings() {
        return new DatabaseSettings(database, new Catalogue(List.of(CLUSTER_WIDE, CLOUD_WIDE)));
    }

    @After
    public void close() {
        database.close();
    }

    @Test
    public void theNarrowestValueIsInForce() {
        assertThat(settings.value(CLUSTER_WIDE, HOST)).isEqualTo(1);
        settings.update("a.number", Optional.empty(), "2");
        assertThat(settings.value(CLUSTER_WIDE, HOST)).isEqualTo(2);
        settings.update("a.number", Optional.of(Partition.zone(10)), "3");
        assertThat(settings.value(CLUSTER_WIDE, HOST)).isEqualTo(3);
        settings.update("a.number", Optional.of(Partition.cluster(30)), "4");
        assertThat(settings.value(CLUSTER_WIDE, HOST)).isEqualTo(4);

        assertThat(settings.value(CLUSTER_WIDE, ELSEWHERE)).isEqualTo(2);
        assertThat(settings.value(CLUSTER_WIDE)).isEqualTo(2);
    }

    @Test
    public void aValueThatIsTakenAwayGivesWayToTheNextWiderOne() {
        settings.update("a.number", Optional.empty(), "2");
        settings.update("a.number", Optional.of(Partition.cluster(30)), "4");
        settings.update("a.number", Optional.of(Partition.cluster(30)), "");
        assertThat(settings.value(CLUSTER_WIDE, HOST)).isEqualTo(2);
        settings.update("a.number", Optional.empty(), "");
        assertThat(settings.value(CLUSTER_WIDE, HOST)).isEqualTo(1);
    }

    @Test
    public void valuesSurviveARestart() {
        settings.update("b.number", Optional.empty(), "7");

        assertThat(settings().value(CLOUD_WIDE)).isEqualTo(7);
    }

    @Test
    public void whatWasWrittenByHandAndIsNoValueIsPassedOver() {
        database.jdbc().sql("UPDATE configuration SET `value` = 'lots' WHERE name = 'a.number'").update();
        settings.reload();

        assertThat(settings.value(CLUSTER_WIDE, HOST)).isEqualTo(1);
    }

    @Test
    public void aReadingThatAChangeHasOvertakenDoesNotHideIt() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        JdbcSettings shared = new JdbcSettings(new DelegatingDataSource(database.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                return read.getCount() > 0 ? closedLate(super.getConnection(), read, goOn) : super.getConnection();
            }
        }, List.of(CLUSTER_WIDE));
        Thread early = new Thread(shared::reload);
        early.start();
        read.await();
        settings.update("a.number", Optional.empty(), "2");
        Thread late = new Thread(shared::reload);
        late.start();
        await().until(() -> !late.isAlive() || late.getState() == Thread.State.BLOCKED);
        goOn.countDown();
        early.join();
        late.join();

        assertThat(shared.value(CLUSTER_WIDE)).isEqualTo(2);
    }

    private static Connection closedLate(Connection connection, CountDownLatch read, CountDownLatch goOn) {
        return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        read.countDown();
                        goOn.await();
                    }
                    return method.invoke(connection, arguments);
                });
    }

    @Test
    public void wrongKeysValuesAndScopesAreRefused() {
        assertThatThrownBy(() -> settings.update("c.number", Optional.empty(), "1")).hasMessageContaining("c.number");
        assertThatThrownBy(() -> settings.update("a.number", Optional.empty(), "x"))
                .hasMessageContaining("not a valid value");
        assertThatThrownBy(() -> settings.update("b.number", Optional.of(Partition.cluster(30)), "1"))
                .hasMessageContaining("its scope is Global");
    }
}
