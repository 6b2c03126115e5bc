package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.testkit.bmc.FakeBmc;
import org.hostha.testkit.bmc.FakeBmcHost;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a server tells Prometheus, and whether the rules and the dashboard ask for what it tells. */
public class MonitoringTest {

    private static final Path DOCS = Path.of("..", "docs", "monitoring").toAbsolutePath().normalize();
    private static final Pattern METRIC = Pattern.compile("\\b(?:hostha|jvm|process|system)_\\w+");
    private static final Duration JOB = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static TestServer server;
    private static CloudStackClient client;
    private static FakeBmcHost bmcs;

    /** One host is fenced, one is healthy and has a BMC, one has a BMC that refuses the password. */
    @BeforeClass
    public static void start() throws IOException {
        Path inventory = FOLDER.newFile("inventory.yaml").toPath();
        Files.writeString(inventory, """
                zones:
                  - name: zone-1
                    pods:
                      - name: pod-1
                        clusters:
                          - name: cluster-1
                            hypervisor: Simulator
                            hosts:
                              - {name: sim-01, address: 10.0.0.1}
                              - {name: sim-02, address: 10.0.0.2}
                              - {name: sim-03, address: 10.0.0.3}
                settings: {ha.scan.interval: 1, ha.startup.hold.off: 1,
                  outofbandmanagement.background.task.execution.interval: 1}
                """);
        server = new TestServer(FOLDER.newFolder("data").toPath(), inventory);
        client = server.client();
        bmcs = new FakeBmcHost();
        manage("sim-02", "");
        manage("sim-03", "x");
        for (String host : List.of("sim-01", "sim-02")) {
            boolean healthy = host.equals("sim-02");
            client.call("configureSimulatorHAProviderState", Map.of("hostid", id(host), "health", String.valueOf(healthy),
                    "activity", String.valueOf(healthy), "recover", "false", "fence", "true"));
            client.run("configureHAForHost", Map.of("hostid", id(host), "provider", "SimulatorHAProvider"), JOB);
            client.run("enableHAForHost", Map.of("hostid", id(host)), JOB);
        }
    }

    private static void manage(String host, String wrong) {
        FakeBmc bmc = bmcs.add(0, host.hashCode());
        client.call("configureOutOfBandManagement", Map.of("hostid", id(host), "driver", "ipmi", "address", "127.0.0.1",
                "port", String.valueOf(bmc.port()), "username", "admin",
                "password", bmc.endpoint().password().revealText() + wrong));
        client.run("enableOutOfBandManagementForHost", Map.of("hostid", id(host)), JOB);
    }

    @AfterClass
    public static void stop() {
        server.close();
        bmcs.close();
    }

    @Test
    public void whatHappensToHostsIsCountedAndTimed() {
        awaitLine("hostha_hosts\\{reason=\"none\",state=\"Fenced\"} 1.0");
        awaitLine("hostha_hosts\\{reason=\"none\",state=\"Available\"} 1.0");
        awaitLine("hostha_hosts\\{reason=\"not configured\",state=\"Disabled\"} 1.0");
        awaitLine("hostha_transitions_total\\{event=\"Fenced\",from=\"Fencing\",to=\"Fenced\"} 1.0");
        awaitLine("hostha_failure_to_fenced_seconds_count 1");
        awaitLine("hostha_failure_to_fenced_seconds_sum [0-9.]*[1-9].*");
        awaitLine("hostha_ha_operation_seconds_count\\{operation=\"checkHealth\",outcome=\"DEAD\","
                + "provider=\"SimulatorHAProvider\"} [1-9].*");
    }

    @Test
    public void operationsOfDriversAreTimedByWhatWasAskedAndHowItEnded() {
        awaitLine("hostha_oobm_operation_seconds_count\\{driver=\"ipmi\",operation=\"\\w+\",outcome=\"On\"} [1-9].*");
        awaitLine("hostha_oobm_operation_seconds_count\\{driver=\"ipmi\",operation=\"\\w+\",outcome=\"authentication\"}"
                + " [1-9].*");
        awaitLine("hostha_bmcs_watched 2.0");
        awaitLine("hostha_bmcs_silent 1.0");
        awaitLine("hostha_hosts_power\\{state=\"On\"} 1.0");
        awaitLine("hostha_power_state_oldest_seconds [0-9].*");
    }

    @Test
    public void whatAdminsHoldBackIsSeen() {
        client.call("disarmHA", Map.of("reason", "rack work"));
        client.call("disableHAForZone", Map.of("zoneid", zone()));
        awaitLine("hostha_directives\\{kind=\"DISARM\"} 1.0");
        awaitLine("hostha_kill_switches_off\\{name=\"resourceHAEnabled\",scope=\"zone\"} 1.0");
        client.call("armHA", Map.of());
        client.call("enableHAForZone", Map.of("zoneid", zone()));
        awaitLine("hostha_directives\\{kind=\"DISARM\"} 0.0");
        awaitLine("hostha_kill_switches_off\\{name=\"resourceHAEnabled\",scope=\"zone\"} 0.0");
    }

    private static String zone() {
        return client.call("listZones", Map.of()).get("zone").get(0).get("id").asText();
    }

    @Test
    public void prometheusFindsNoFaultWithTheMetrics() throws Exception {
        awaitLine("hostha_failure_to_fenced_seconds_count 1");
        assertThat(Tool.run(List.of("promtool", "check", "metrics"), get("/metrics").body())).isEmpty();
    }

    @Test
    public void theAlertRulesAreRaisedForWhatTheySay() throws Exception {
        assertThat(Tool.run(List.of("promtool", "check", "rules", DOCS.resolve("alerts.yaml").toString()), ""))
                .contains("SUCCESS");
        assertThat(Tool.run(List.of("promtool", "test", "rules", DOCS.resolve("alerts-test.yaml").toString()), ""))
                .contains("SUCCESS");
        String tests = Files.readString(DOCS.resolve("alerts-test.yaml"));
        assertThat(named("alert: (\\w+)", Files.readString(DOCS.resolve("alerts.yaml")))).allSatisfy(alert ->
                assertThat(tests).contains("alertname=\"" + alert + "\""));
    }

    @Test
    public void everyPanelOfTheDashboardAsksInPromQL() throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
        int number = 0;
        for (String query : queries()) {
            rules.append("      - {record: 'panel:").append((char) ('a' + number / 26)).append((char) ('a' + number % 26))
                    .append("', expr: '").append(query.replace("$__rate_interval", "5m").replace("'", "''")).append("'}\n");
            number++;
        }
        assertThat(number).isGreaterThan(20);
        Path file = FOLDER.newFile("dashboard-rules.yaml").toPath();
        Files.writeString(file, rules.toString());
        assertThat(Tool.run(List.of("promtool", "check", "rules", file.toString()), "")).contains(number + " rules found");
    }

    @Test
    public void everyMetricOfTheRulesTheDashboardAndTheDocsIsThere() throws Exception {
        awaitLine("hostha_failure_to_fenced_seconds_count 1");
        awaitLine("hostha_oobm_operation_seconds_count.*");
        Set<String> asked = new TreeSet<>(named(METRIC.pattern(), Files.readString(DOCS.resolve("alerts.yaml"))));
        asked.addAll(named(METRIC.pattern(), String.join("\n", queries())));
        asked.addAll(named("`(hostha_\\w+)`", Files.readString(DOCS.resolve("README.md"))));
        String body = get("/metrics").body();
        Set<String> told = named("(?m)^(\\w+)[ {]", body);
        told.addAll(named("(?m)^# TYPE (\\w+) ", body));
        assertThat(told).containsAll(asked);
        assertThat(asked).hasSizeGreaterThan(20);
    }

    @Test
    public void onlyTheAddressesThatAreAllowedMayReadTheMetrics() throws Exception {
        client.call("updateConfiguration", Map.of("name", "prometheus.exporter.allowed.ips", "value", "10.9.9.9"));
        try {
            assertThat(get("/metrics").statusCode()).isEqualTo(403);
        } finally {
            client.call("updateConfiguration", Map.of("name", "prometheus.exporter.allowed.ips", "value", "127.0.0.1"));
        }
        assertThat(get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    public void healthAndReadinessAreToldWithoutALogin() throws Exception {
        assertThat(get("/health").statusCode()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> get("/ready").statusCode() == 200);
        assertThat(TestServer.json(get("/ready")).fieldNames()).toIterable().containsExactly("database", "engine");
    }

    @Test
    public void aServerThatHoldsBackIsNotReadyAndSaysWhy() throws Exception {
        Path inventory = FOLDER.newFile("held.yaml").toPath();
        Files.writeString(inventory, Files.readString(FOLDER.getRoot().toPath().resolve("inventory.yaml"))
                .replace("ha.startup.hold.off: 1", "ha.startup.hold.off: 3600"));
        Path data = FOLDER.newFolder("held").toPath();
        try (TestServer first = new TestServer(data, inventory)) {
            String host = first.client().call("listHosts", Map.of()).get("host").get(0).get("id").asText();
            first.client().run("configureHAForHost", Map.of("hostid", host, "provider", "SimulatorHAProvider"), JOB);
            first.client().call("configureSimulatorHAProviderState",
                    Map.of("hostid", host, "health", "false", "activity", "true", "recover", "true", "fence", "true"));
            first.client().run("enableHAForHost", Map.of("hostid", host), JOB);
            // Before the first look at the guards, it is these that hold back.
            await().atMost(PATIENCE).until(() -> TestServer.json(get(first, "/ready")).path("engine").asText().contains("hold-off"));
            assertThat(get(first, "/ready").statusCode()).isEqualTo(503);
            assertThat(TestServer.json(get(first, "/ready")).get("database").asText()).isEqualTo("ok");
        }
    }

    private static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : TestServer.JSON.readTree(DOCS.resolve("dashboard.json").toFile()).get("panels")) {
            assertThat(panel.get("title").asText()).isNotEmpty();
            panel.get("targets").forEach(target -> queries.add(target.get("expr").asText()));
        }
        return queries;
    }

    private static Set<String> named(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.results().map(found -> found.group(found.groupCount())).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void awaitLine(String pattern) {
        Pattern line = Pattern.compile("(?m)^" + pattern + "$");
        await(pattern).atMost(PATIENCE).until(() -> line.matcher(get("/metrics").body()).find());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(server, path);
    }

    private static HttpResponse<String> get(TestServer from, String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(from.endpoint().resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String id(String host) {
        return client.call("listHosts", Map.of("name", host)).get("host").get(0).get("id").asText();
    }
}
