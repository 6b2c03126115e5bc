package org.hostha.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.ipmi.IpmiDriver;
import org.hostha.oobm.spi.PowerReader.Session;

/** Ten thousand BMCs, one in twenty silent; and a thousand of them forced off at once, each seen off twice. */
final class Scale {

    private static final int SILENT_EVERY = 20;
    private static final Duration OFF_TAKES = Duration.ofSeconds(2);
    private static final int FORCE_OFFS = 1000;

    private Scale() {
    }

    /** Argument: how many BMCs. */
    public static void main(String[] args) throws Exception {
        int size = Integer.parseInt(args[0]);
        Report report = new Report();
        try (FakeFleet fleet = new FakeFleet(size, SILENT_EVERY, OFF_TAKES); IpmiDriver driver = new IpmiDriver()) {
            List<BmcEndpoint> all = fleet.endpoints();
            List<BmcEndpoint> answering = IntStream.range(0, size).filter(i -> i % SILENT_EVERY != 0)
                    .mapToObj(all::get).toList();
            PowerSync.measure(report, all, SILENT_EVERY);
            throughput(report, driver, answering);
            forceOffs(report, driver, answering.subList(0, Math.min(FORCE_OFFS, answering.size())));
        }
        System.exit(0);
    }

    private static void throughput(Report report, IpmiDriver driver, List<BmcEndpoint> bmcs) throws Exception {
        report.line("");
        report.line("## Readings a second on one thread: %d BMCs, sessions kept, cipher suite 17", bmcs.size());
        report.line("");
        OobmBench.heading(report);
        for (int inFlight : new int[] {50, 200, 1000}) {
            OobmBench.row(report, "native, session kept", inFlight,
                    new Load(new DriverContender(driver, Session.ANY), bmcs, inFlight).run(5, 10));
        }
    }

    private static void forceOffs(Report report, IpmiDriver driver, List<BmcEndpoint> bmcs) {
        Usage before = Usage.now();
        AtomicInteger seenOff = new AtomicInteger();
        List<CompletableFuture<Void>> all = bmcs.stream().map(bmc -> driver.changePower(bmc, PowerOperation.OFF,
                Duration.ofSeconds(60)).thenCompose(accepted -> untilOff(driver, bmc))
                .thenCompose(once -> driver.readPower(bmc, Session.FRESH, Duration.ofSeconds(60)))
                .thenAccept(twice -> seenOff.addAndGet(twice.state() == PowerState.Off ? 1 : 0))).toList();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        Usage used = Usage.now().since(before);
        report.line("");
        report.line("## %d force-offs at once, each verified", bmcs.size());
        report.line("");
        report.line("Each BMC takes %.1f s to cut the power. Each is read in new sessions, half a second apart, until"
                + " it is off, and then once more in another new session.", OFF_TAKES.toMillis() / 1e3);
        report.line("");
        report.line("| machines | seen off twice | all done s | beyond the BMCs' own time s | CPU ms |");
        report.line("|---|---|---|---|---|");
        report.line("| %d | %d | %.2f | %.2f | %.0f |", bmcs.size(), seenOff.get(), used.wallNanos() / 1e9,
                used.wallNanos() / 1e9 - OFF_TAKES.toMillis() / 1e3, used.cpuNanos() / 1e6);
    }

    private static CompletableFuture<PowerReading> untilOff(IpmiDriver driver, BmcEndpoint bmc) {
        Executor later = CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);
        return driver.readPower(bmc, Session.FRESH, Duration.ofSeconds(60)).thenCompose(reading ->
                reading.state() == PowerState.Off ? CompletableFuture.completedFuture(reading)
                        : CompletableFuture.completedFuture(bmc)
                                .thenComposeAsync(again -> untilOff(driver, again), later));
    }
}
