package org.hostha.cloudstack.plugin.fake;

import com.cloud.utils.db.TransactionLegacy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.hostha.cloudstack.plugin.store.Sql;
import org.hostha.store.HostHATables;
import org.mariadb.jdbc.MariaDbDataSource;
import org.mariadb.jdbc.MariaDbPoolDataSource;

/**
 * CloudStack's database, with its tables and without ours: H2, or the developer's MariaDB where one is given
 * ({@code -Dhostha.test.mariadb=jdbc:mariadb://localhost/hostha_test?user=...}); its schema is dropped and made anew.
 */
public final class CloudDatabase implements AutoCloseable {

    private static final String MARIADB = System.getProperty("hostha.test.mariadb", "");

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID()
            + ";DB_CLOSE_DELAY=-1;MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    private final DataSource pool;
    private final Sql sql;

    public CloudDatabase() {
        pool = MARIADB.isEmpty() ? h2() : mariaDb();
        sql = new Sql(pool);
        run(HostHATables.class, "migration/cloudstack/V0_1__cloudstack.sql");
        run(CloudDatabase.class, "cloudstack.sql");
        TransactionLegacy.use(pool);
    }

    private DataSource h2() {
        JdbcConnectionPool connections = JdbcConnectionPool.create(url, "sa", "");
        connections.setMaxConnections(60);
        return connections;
    }

    private static DataSource mariaDb() {
        try {
            try (Connection connection = new MariaDbDataSource(MARIADB).getConnection();
                    Statement statement = connection.createStatement()) {
                String name = connection.getCatalog();
                statement.execute("DROP DATABASE " + name);
                statement.execute("CREATE DATABASE " + name);
            }
            return new MariaDbPoolDataSource(MARIADB + "&maxPoolSize=60");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether what only H2 can be asked for can be asked for. */
    public static boolean isH2() {
        return MARIADB.isEmpty();
    }

    /** For another user of it. */
    public String url() {
        return url.substring(0, url.indexOf(';'));
    }

    public DataSource dataSource() {
        return pool;
    }

    public Sql sql() {
        return sql;
    }

    private void run(Class<?> beside, String script) {
        try (InputStream in = beside.getResourceAsStream(script)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            for (String statement : text.split(";")) {
                if (!statement.isBlank()) {
                    update(statement);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int update(String statement, Object... parameters) {
        try (Connection connection = pool.getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            return prepared.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    private long made(String table, String uuid) {
        return sql.first(row -> row.getLong("id"), "SELECT id FROM " + table + " WHERE uuid = ?", uuid).orElseThrow();
    }

    public Optional<String> text(String query, Object... parameters) {
        return sql.list(row -> Optional.ofNullable(row.getString(1)), query, parameters).stream().findFirst()
                .flatMap(found -> found);
    }

    public List<String> texts(String query, Object... parameters) {
        return sql.list(row -> row.getString(1), query, parameters);
    }

    /** A KVM host of the one cluster there is, up, with the shared pool. */
    public long addHost(String name, String hypervisor) {
        update("INSERT INTO host (uuid, name, type, status, hypervisor_type, private_ip_address, data_center_id, pod_id,"
                + " cluster_id) VALUES (?, ?, 'Routing', 'Up', ?, ?, 1, 1, 1)", "uuid-" + name, name, hypervisor, "10.0.0." + name);
        long id = made("host", "uuid-" + name);
        update("INSERT INTO storage_pool_host_ref (host_id, pool_id) VALUES (?, 1)", id);
        return id;
    }

    /** A running VM with a disk on a pool. */
    public long addVm(String name, long hostId, boolean ha, long poolId) {
        update("INSERT INTO vm_instance (uuid, name, instance_name, state, host_id, ha_enabled, type)"
                + " VALUES (?, ?, ?, 'Running', ?, ?, 'User')", "uuid-" + name, name, "i-2-" + name, hostId, ha ? 1 : 0);
        long id = made("vm_instance", "uuid-" + name);
        update("INSERT INTO volumes (uuid, instance_id, pool_id, path, volume_type) VALUES (?, ?, ?, ?, 'ROOT')", "vol-" + name, id,
                poolId, "path-" + name);
        return id;
    }

    public void set(String key, Object value) {
        update("INSERT INTO configuration (name, `value`) VALUES (?, ?) ON DUPLICATE KEY UPDATE `value` = VALUES(`value`)", key,
                value.toString());
    }

    @Override
    public void close() {
        if (pool instanceof JdbcConnectionPool connections) {
            connections.dispose();
        } else {
            ((MariaDbPoolDataSource) pool).close();
        }
    }
}
