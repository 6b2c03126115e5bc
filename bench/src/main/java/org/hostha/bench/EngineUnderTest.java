package org.hostha.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.ThreadEventLoop;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HAState;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.spi.Membership;
import org.hostha.ha.spi.ResourceDirectory;
import org.hostha.ha.spi.VmHA;
import org.hostha.store.JdbcHAStore;

/** The engine as the server runs it, over a database, with hosts that cost nothing themselves. */
final class EngineUnderTest implements AutoCloseable {

    private static final int HOSTS_PER_CLUSTER = 2_000;
    private static final String H2_OPTIONS = ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;WRITE_DELAY=0";

    private final Path directory;
    private final HikariDataSource database;
    private final CountingStore store;
    private final BenchProvider provider;
    private final List<ThreadEventLoop> shards;
    private final ThreadEventLoop world = new ThreadEventLoop("world");
    private final ExecutorService blocking = Executors.newFixedThreadPool(16);
    private final HAEngine engine;

    /** @param url of an empty MariaDB database; {@code -} for an H2 database of its own */
    EngineUnderTest(int size, String url, Clouds cloud) throws IOException, SQLException {
        directory = Files.createTempDirectory("hostha-bench-engine");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.equals("-") ? "jdbc:h2:file:" + directory.resolve("db") + H2_OPTIONS : url);
        config.setUsername(url.equals("-") ? "sa" : null);
        config.setMaximumPoolSize(16);
        if (!url.equals("-")) {
            config.setTransactionIsolation("TRANSACTION_READ_COMMITTED"); // as the server does
        }
        database = new HikariDataSource(config);
        Flyway.configure().dataSource(database).locations("classpath:org/hostha/store/migration").load().migrate();
        List<Resource> hosts = LongStream.rangeClosed(1, size).mapToObj(EngineUnderTest::host).toList();
        configure(size);
        store = new CountingStore(new JdbcHAStore(database, Clock.systemUTC(), host -> List.of()));
        provider = new BenchProvider(size, cloud, world);
        shards = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(number -> new ThreadEventLoop("ha-" + number)).toList();
        engine = new HAEngine(new HAEngine.World(Membership.alone(1), store,
                new Hosts(hosts), List.of(provider), new NoVms(),
                cloud, Notifications.none(), List.copyOf(shards), blocking, new Random(1)));
    }

    private static Resource host(long id) {
        return new Resource(PartitionType.Host, id, "uuid-" + id, "host-" + id, 1, 1, 1 + id / HOSTS_PER_CLUSTER);
    }

    private void configure(int size) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO ha_config"
                        + " (resource_id, resource_type, enabled, ha_state, provider) VALUES (?, 'Host', 1, 'Disabled', ?)")) {
            connection.setAutoCommit(false);
            for (int id = 1; id <= size; id++) {
                insert.setLong(1, id);
                insert.setString(2, BenchProvider.NAME);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    void start() {
        engine.start();
    }

    BenchProvider provider() {
        return provider;
    }

    CountingStore store() {
        return store;
    }

    void awaitAvailable(int count) throws InterruptedException {
        while (store.in(HAState.Available) < count) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** @return when that many were fenced */
    long awaitFenced(int count) throws InterruptedException {
        while (store.in(HAState.Fenced) < count) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return System.nanoTime();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        engine.close();
        TimeUnit.SECONDS.sleep(2); // what was begun ends
        shards.forEach(ThreadEventLoop::close);
        blocking.shutdown();
        blocking.awaitTermination(10, TimeUnit.SECONDS);
        world.close();
        database.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private record Hosts(List<Resource> all) implements ResourceDirectory {

        @Override
        public Optional<Resource> find(Partition host) {
            return host.id() <= all.size() ? Optional.of(all.get((int) host.id() - 1)) : Optional.empty();
        }

        @Override
        public List<Resource> within(Partition partition) {
            return all;
        }
    }

    private static final class NoVms implements VmHA {

        @Override
        public List<ReleaseRecord.Vm> vmsOn(Resource resource) {
            return List.of();
        }

        @Override
        public CompletableFuture<ReleaseRecord> release(ReleaseRecord record) {
            return CompletableFuture.completedFuture(record);
        }

        @Override
        public CompletableFuture<Void> enterMaintenance(Resource resource) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
