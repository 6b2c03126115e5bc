package org.hostha.cloudstack.plugin.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.hostha.cloudstack.plugin.fake.CloudDatabase;
import org.hostha.cloudstack.plugin.store.Sql;
import org.junit.After;
import org.junit.Test;

public class HostTableTest {

    private final CloudDatabase database = new CloudDatabase();
    private final AtomicInteger statements = new AtomicInteger();
    private final HostTable hosts = new HostTable(new Sql(counting(database.dataSource())));

    @After
    public void tearDown() {
        database.close();
    }

    private DataSource counting(DataSource source) {
        return (DataSource) Proxy.newProxyInstance(DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class},
                (self, method, arguments) -> {
                    statements.incrementAndGet();
                    try {
                        return method.invoke(source, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    public void aRemovedHostCostsNoStatement() {
        long removed = database.addHost("1", "KVM");
        long last = database.addHost("2", "KVM");
        hosts.reload();
        database.update("UPDATE host SET removed = '2026-01-01 00:00:00'");
        hosts.reload();
        int before = statements.get();
        assertThat(hosts.host(removed)).isEmpty();
        assertThat(hosts.host(last)).isEmpty();
        assertThat(statements).hasValue(before);
    }

    @Test
    public void aHostThatIsNewerThanTheTableIsFound() {
        database.addHost("1", "KVM");
        hosts.reload();
        assertThat(hosts.host(database.addHost("2", "KVM"))).isPresent();
    }
}
