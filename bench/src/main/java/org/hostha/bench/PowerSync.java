package org.hostha.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.core.SecretCipher;
import org.hostha.core.Settings;
import org.hostha.core.ThreadEventLoop;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.OutOfBandManagementSettings;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.PowerStateSync;
import org.hostha.oobm.ipmi.IpmiDriver;
import org.hostha.server.db.Database;
import org.hostha.store.JdbcOutOfBandManagementStore;

/** The background power-state sync as the server runs it: its database, service, schedule and the native driver. */
final class PowerSync {

    private static final int PERIODS = 8;

    private PowerSync() {
    }

    static void measure(Report report, List<BmcEndpoint> bmcs, int silentEvery) throws Exception {
        Duration period = OutOfBandManagementSettings.SYNC_INTERVAL.defaultValue();
        report.line("");
        report.line("## Power-state sync: %d BMCs, one in %d silent, cipher suite 17, each read every %d s", bmcs.size(),
                silentEvery, period.toSeconds());
        report.line("");
        report.line("The server's own sync, service, settings and database (H2 on disk). CPU is that of the whole Java"
                + " process, in shares of one core. The BMCs run in another process. What has never been seen is preflighted"
                + " first; \"silent\" are those whose last reading failed, \"overdue\" is the reading that has waited"
                + " longest for its turn.");
        report.line("");
        report.line("| after s | on or off | silent | overdue s | CPU ms/s | share of a core | heap used MiB | threads |");
        report.line("|---|---|---|---|---|---|---|---|");
        Path directory = Files.createTempDirectory("hostha-bench-sync");
        ExecutorService blocking = Executors.newFixedThreadPool(8);
        try (Database database = Database.open(directory); ThreadEventLoop loop = new ThreadEventLoop("sync");
                IpmiDriver driver = new IpmiDriver()) {
            JdbcOutOfBandManagementStore store = new JdbcOutOfBandManagementStore(database.dataSource(),
                    new SecretCipher(Secret.of("of the benchmark")), Clock.systemUTC());
            for (int i = 0; i < bmcs.size(); i++) {
                BmcEndpoint bmc = bmcs.get(i);
                store.configure(i + 1, IpmiDriver.NAME, bmc.address(), bmc.port(), bmc.username(), bmc.password());
                store.turnSwitch(Partition.host(i + 1), true);
            }
            OutOfBandManagementService service = new OutOfBandManagementService(store, List.of(driver),
                    Settings.defaults(), Notifications.none(), loop, blocking);
            try (PowerStateSync sync = new PowerStateSync(service, id -> Optional.of(host(id)), Settings.defaults(),
                    loop, blocking, new Random(1))) {
                sync.start();
                for (int i = 1; i <= PERIODS; i++) {
                    Usage before = Usage.now();
                    TimeUnit.MILLISECONDS.sleep(period.toMillis());
                    Usage used = Usage.now().since(before);
                    row(report, i * period.toSeconds(), sync.status(), store, used);
                }
            }
        } finally {
            blocking.shutdownNow();
            delete(directory);
        }
    }

    private static void row(Report report, long seconds, PowerStateSync.Status status, JdbcOutOfBandManagementStore store,
            Usage used) {
        long known = store.all().stream().flatMap(row -> row.powerState().stream())
                .filter(state -> state == PowerState.On || state == PowerState.Off).count();
        double share = (double) used.cpuNanos() / used.wallNanos();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        report.line("| %d | %d | %d | %d | %.1f | %.1f %% | %d | %d |", seconds, known, status.silent(),
                status.overdue().toSeconds(), 1000 * share, 100 * share,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                Usage.threads());
    }

    private static Resource host(long id) {
        return new Resource(PartitionType.Host, id, "uuid-" + id, "kvm-" + id, 1, 1, 1 + id % 300);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
