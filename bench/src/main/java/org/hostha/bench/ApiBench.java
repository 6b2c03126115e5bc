package org.hostha.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.cloudstack.client.RequestSigner;
import org.hostha.cloudstack.client.SignatureVersion;

/**
 * The benchmark {@code api}: listing many hosts page by page, beside the same on an empty server; then configuring and
 * enabling HA for all of them, job by job, as a script would.
 *
 * <p>Arguments: the number of hosts (10000), the file for the tables (none).
 */
public final class ApiBench {

    private static final int WARM_UP_SECONDS = 10;
    private static final int SECONDS = 10;
    private static final int[] CLIENTS = {1, 8};
    private static final int ADMINS = 16;
    private static final Duration JOB = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(20);

    private ApiBench() {
    }

    public static void main(String[] args) throws Exception {
        int hosts = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        Report report = new Report();
        report.line("# The API, measured");
        report.line("");
        report.line("Written by `./hostha bench api %d bench/RESULTS.md`, %s.", hosts,
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
        report.line("");
        report.machine();
        measure(report, hosts);
        if (args.length > 1) {
            report.save(Path.of(args[1]));
        }
        System.exit(0);
    }

    private static void measure(Report report, int hosts) throws Exception {
        report.line("");
        report.line("## listHosts, signed, by pages of %d", ApiLoad.PAGE_SIZE);
        report.line("");
        report.line("The standalone server with H2 on disk, in a process of its own; each client has one request in flight and"
                + " goes from page to page. Measured for %d s after %d s; latencies are from before the signature until the"
                + " last byte. CPU is the server's.", SECONDS, WARM_UP_SECONDS);
        report.line("");
        report.line("| server | clients | requests/s | p50 ms | p99 ms | max ms | CPU ms/request | KiB/answer |");
        report.line("|---|---|---|---|---|---|---|---|");
        try (ServerUnderTest empty = new ServerUnderTest(0)) {
            list(report, empty, 0, "empty");
        }
        try (ServerUnderTest server = new ServerUnderTest(hosts)) {
            list(report, server, hosts, hosts + " hosts");
            String enabled = enable(server, hosts);
            list(report, server, hosts, hosts + " hosts, HA enabled");
            report.line("");
            report.line("## Configure and enable HA for %d hosts", hosts);
            report.line("");
            report.line("%d clients at once, each host by itself: `configureHAForHost` and `enableHAForHost`, each job polled to"
                    + " its end every %d ms. Simulated hosts, whose health is then checked every second.", ADMINS,
                    POLL.toMillis());
            report.line("");
            report.line("| hosts | all enabled s | jobs/s | all Available s | server's CPU s | resident MiB |");
            report.line("|---|---|---|---|---|---|");
            report.line("%s", enabled);
        }
    }

    private static void list(Report report, ServerUnderTest server, int hosts, String name) throws Exception {
        for (int clients : CLIENTS) {
            ApiLoad.Result result = new ApiLoad(server, hosts).run(clients, WARM_UP_SECONDS, SECONDS);
            report.line("| %s | %d | %.0f | %.2f | %.2f | %.1f | %.2f | %.1f |", name, clients, result.perSecond(),
                    result.at(0.5), result.at(0.99), result.at(1), result.serverCpuMillis(), result.answerKiB());
        }
    }

    /** The row of the table. */
    private static String enable(ServerUnderTest server, int hosts) throws Exception {
        CloudStackClient client = new CloudStackClient(server.endpoint(),
                new RequestSigner(server.key(), SignatureVersion.V3, InstantSource.system()), Duration.ofMinutes(1), POLL);
        List<String> ids = ids(client, hosts);
        atOnce(ids, id -> client.call("configureSimulatorHAProviderState", Map.of("hostid", id, "health", "true", "activity",
                "true", "recover", "true", "fence", "true")));
        long cpu = server.cpu().toNanos();
        long begun = System.nanoTime();
        atOnce(ids, id -> {
            client.run("configureHAForHost", Map.of("hostid", id, "provider", "SimulatorHAProvider"), JOB);
            client.run("enableHAForHost", Map.of("hostid", id), JOB);
        });
        double enabled = (System.nanoTime() - begun) / 1e9;
        while (client.list("listHostHAResources", Map.of(), "hostha").stream()
                .filter(row -> row.path("hastate").asText().equals("Available")).count() < ids.size()) {
            TimeUnit.MILLISECONDS.sleep(250);
        }
        return String.format(Locale.ROOT, "| %d | %.1f | %.0f | %.1f | %.1f | %d |", ids.size(), enabled,
                2 * ids.size() / enabled, (System.nanoTime() - begun) / 1e9, (server.cpu().toNanos() - cpu) / 1e9,
                server.memoryMiB());
    }

    private static List<String> ids(CloudStackClient client, int hosts) {
        List<String> ids = new ArrayList<>();
        for (int page = 1; ids.size() < hosts; page++) {
            for (JsonNode host : client.list("listHosts", Map.of("page", Integer.toString(page), "pagesize",
                    Integer.toString(ApiLoad.PAGE_SIZE)), "host")) {
                ids.add(host.path("id").asText());
            }
        }
        return ids;
    }

    private interface Step {
        void on(String id) throws IOException;
    }

    private static void atOnce(List<String> ids, Step step) throws Exception {
        ExecutorService admins = Executors.newFixedThreadPool(ADMINS);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            ids.forEach(id -> work.add(() -> {
                step.on(id);
                return null;
            }));
            for (Future<Void> done : admins.invokeAll(work)) {
                done.get();
            }
        } finally {
            admins.shutdown();
        }
    }
}
