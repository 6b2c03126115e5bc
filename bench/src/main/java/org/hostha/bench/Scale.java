package org.hostha.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
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
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final Duration OFF_TAKES = Duration.ofSeconds(2);
    private static final int SWEEPS = 6;
    private static final int FORCE_OFFS = 1000;
    private static final int IN_FLIGHT = 1000;

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
            sweeps(report, driver, all);
            throughput(report, driver, answering);
            forceOffs(report, driver, answering.subList(0, Math.min(FORCE_OFFS, answering.size())));
        }
        System.exit(0);
    }

    private static void sweeps(Report report, IpmiDriver driver, List<BmcEndpoint> all) throws InterruptedException {
        report.line("");
        report.line("## Power-state sync: %d BMCs, one in %d silent, cipher suite 17, a sweep every %d s", all.size(),
                SILENT_EVERY, PERIOD.toSeconds());
        report.line("");
        report.line("At most 1,000 readings in flight, 5 s for each. CPU is that of the whole Java process, over the"
                + " 30 s of the period, in shares of one core. The BMCs run in another process.");
        report.line("");
        report.line("| sweep | on or off | failed | last answer s | whole sweep s | CPU ms | share of a core"
                + " | heap used MiB | threads |");
        report.line("|---|---|---|---|---|---|---|---|---|");
        for (int sweep = 1; sweep <= SWEEPS; sweep++) {
            Usage before = Usage.now();
            Sweep result = new Sweep(driver, all);
            long millis = result.run();
            TimeUnit.MILLISECONDS.sleep(Math.max(0, PERIOD.toMillis() - millis));
            Usage used = Usage.now().since(before);
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            report.line("| %s | %d | %d | %.1f | %.1f | %.0f | %.1f %% | %d | %d |",
                    sweep == 1 ? "1 (opens sessions)" : sweep,
                    result.known.get(), result.failed.get(), result.lastAnswer / 1e9, millis / 1e3,
                    used.cpuNanos() / 1e6,
                    100.0 * used.cpuNanos() / used.wallNanos(), (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                    ManagementFactory.getThreadMXBean().getThreadCount());
        }
    }

    private static final class Sweep {
        private final IpmiDriver driver;
        private final List<BmcEndpoint> bmcs;
        private final Semaphore room = new Semaphore(IN_FLIGHT);
        private final AtomicInteger known = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private volatile long lastAnswer;

        Sweep(IpmiDriver driver, List<BmcEndpoint> bmcs) {
            this.driver = driver;
            this.bmcs = bmcs;
        }

        long run() throws InterruptedException {
            long begun = System.nanoTime();
            for (BmcEndpoint bmc : bmcs) {
                room.acquire();
                driver.readPower(bmc, Session.ANY, Duration.ofSeconds(5)).whenComplete((reading, failure) -> {
                    if (failure == null && reading.state() != PowerState.Unknown) {
                        known.incrementAndGet();
                        lastAnswer = System.nanoTime() - begun;
                    } else {
                        failed.incrementAndGet();
                    }
                    room.release();
                });
            }
            room.acquire(IN_FLIGHT);
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        }
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
