package org.hostha.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The benchmark {@code engine}: how much a resource costs that is only watched, how fast a thousand dead hosts are fenced,
 * how many transitions a second a database takes. Each measurement has a Java process of its own, held to two processors.
 *
 * <p>Arguments: the URL of an empty MariaDB database ({@code -} for none), the file for the tables (none).
 */
public final class EngineBench {

    private static final String WATCH = "--watch";
    private static final String FENCE = "--fence";
    private static final String COMMIT = "--commit";
    private static final Duration POWER_LATENCY = Duration.ofSeconds(2);

    private EngineBench() {
    }

    public static void main(String[] args) throws Exception {
        Report report = new Report();
        switch (args.length > 0 ? args[0] : "-") {
            case WATCH -> watch(report, Integer.parseInt(args[1]));
            case FENCE -> fence(report, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            case COMMIT -> commit(report, args[1], args[2]);
            default -> report(report, args.length > 0 ? args[0] : "-",
                    args.length > 1 ? Optional.of(Path.of(args[1])) : Optional.empty());
        }
        System.exit(0);
    }

    private static void report(Report report, String mariadb, Optional<Path> file) throws Exception {
        report.line("# The HA engine, measured");
        report.line("");
        report.line("Written by `./hostha bench engine bench/RESULTS.md`, %s. Each process is held to two processors.",
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
        report.line("");
        report.machine();
        report.line("");
        report.line("## Watching: a health check every 10 s");
        report.line("");
        report.line("The engine with the store on H2 (on disk), as many shards as processors, and a provider that answers"
                + " ALIVE within 1 ms. Measured for 30 s, 30 s after all are Available. Lateness is how much later than 10 s after the last answer"
                + " a check was asked for.");
        report.line("");
        report.line("| resources | all Available after s | checks/s | CPU, share of one core | heap in use MiB | heap a resource KiB"
                + " | lateness p50 ms | p99 ms | max ms | threads |");
        report.line("|---|---|---|---|---|---|---|---|---|---|");
        for (int size : new int[] {1_000, 10_000, 100_000}) {
            Child.run(report, "-Xmx2g", List.of(), EngineBench.class, WATCH, Integer.toString(size));
        }
        report.line("");
        report.line("## Fencing at once");
        report.line("");
        report.line("2,000 hosts, of which some lose their agents at the same moment, silent disks, BMCs that take %d s to"
                + " switch off; no recovery before the fence; the storm guard's limit set above that. Fenced means seen off"
                + " twice in fresh sessions. The floor is what the settings and the BMCs allow: it is measured with 20 hosts,"
                + " which wait for nobody.", POWER_LATENCY.toSeconds());
        report.line("");
        report.line("| hosts failing | fences at once allowed | first Fenced s | all Fenced s |");
        report.line("|---|---|---|---|");
        for (int failing : new int[] {20, 1000}) {
            Child.run(report, "-Xmx1g", List.of(), EngineBench.class, FENCE, Integer.toString(failing), "1000");
        }
        report.line("");
        report.line("## Committed transitions a second");
        report.line("");
        report.line("2,000 hosts that fall silent and answer again as fast as their transitions are stored, for 15 s after 10 s;"
                + " the database on the same machine, every commit durable.");
        report.line("");
        report.line("| database | transitions/s | a batch |");
        report.line("|---|---|---|");
        Child.run(report, "-Xmx1g", List.of(), EngineBench.class, COMMIT, "H2 on disk", "-");
        if (!mariadb.equals("-")) {
            Child.run(report, "-Xmx1g", List.of(), EngineBench.class, COMMIT, "MariaDB", mariadb);
        }
        if (file.isPresent()) {
            report.save(file.get());
        }
    }

    private static void watch(Report report, int size) throws Exception {
        try (EngineUnderTest engine = new EngineUnderTest(size, "-", Clouds.thatRests())) {
            long begun = System.nanoTime();
            engine.start();
            engine.awaitAvailable(size);
            double startUp = (System.nanoTime() - begun) / 1e9;
            TimeUnit.SECONDS.sleep(30);
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            long heap = runtime.totalMemory() - runtime.freeMemory();
            engine.provider().measureLateness();
            Usage before = Usage.now();
            TimeUnit.SECONDS.sleep(30);
            Usage used = Usage.now().since(before);
            long[] lateness = engine.provider().lateness();
            report.line("| %d | %.1f | %.0f | %.1f %% | %d | %.1f | %.1f | %.1f | %.1f | %d |", size, startUp,
                    lateness.length * 1e9 / used.wallNanos(), 100.0 * used.cpuNanos() / used.wallNanos(), heap >> 20,
                    heap / 1024.0 / size, at(lateness, 0.5), at(lateness, 0.99), at(lateness, 1), Usage.threads());
        }
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))] / 1e6;
    }

    private static void fence(Report report, int failing, int atOnce) throws Exception {
        try (EngineUnderTest engine = new EngineUnderTest(2_000, "-", Clouds.thatFails(POWER_LATENCY, atOnce))) {
            engine.start();
            engine.awaitAvailable(2_000);
            long begun = System.nanoTime();
            engine.provider().fail(failing);
            long first = engine.awaitFenced(1) - begun;
            long last = engine.awaitFenced(failing) - begun;
            report.line("| %d | %d | %.2f | %.2f |", failing, atOnce, first / 1e9, last / 1e9);
        }
    }

    private static void commit(Report report, String name, String url) throws Exception {
        try (EngineUnderTest engine = new EngineUnderTest(2_000, url, Clouds.thatFlaps())) {
            engine.start();
            TimeUnit.SECONDS.sleep(10);
            long commits = engine.store().commits();
            long batches = engine.store().batches();
            long begun = System.nanoTime();
            TimeUnit.SECONDS.sleep(15);
            double seconds = (System.nanoTime() - begun) / 1e9;
            long done = engine.store().commits() - commits;
            report.line("| %s | %.0f | %.1f |", name, done / seconds,
                    (double) done / Math.max(1, engine.store().batches() - batches));
        }
    }
}
