package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.server.db.Database;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/**
 * Any set of parameters gets a well-formed answer within its deadline, and leaves no half-written rows. The seed is
 * printed with each failure; {@code -Dhostha.fuzz.seed} repeats it.
 */
@Category(OnDatabase.class)
public class FuzzTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int CASES = Integer.getInteger("hostha.fuzz.cases", 200_000) / 100;
    private static final long SEED = Long.getLong("hostha.fuzz.seed", System.nanoTime());

    /** Would take the test's own access away. */
    private static final Set<String> LEFT_OUT = Set.of("registerUserKeys", "updateUser");

    private static final Set<Integer> KNOWN =
            Set.of(200, 400, 401, 405, 429, 430, 431, 432, 503, 530, 531, 532, 533, 534, 535, 536, 537);
    private static final Pattern INSIDES = Pattern.compile(
            "\\sat [a-z]+(\\.[a-zA-Z]+)+\\(|Exception|java\\.(lang|sql)|SQLSTATE|jdbc:|org\\.(h2|mariadb|springframework)");
    private static final List<String> TEXTS = List.of("", " ", "x", "true", "TRUE", "false", "0", "1", "2", "-1", "-2",
            "3.5", "9223372036854775807", "9223372036854775808", "1e9", "null", "%", "_", "!", "'", "\"", "\\", "`",
            "' OR '1'='1", "<b>", "a,b,,c", ",", "ä€𝄞", "\n", "\t", "\u0000", "\u007f", "KVM", "Simulator", "all",
            "SimulatorHAProvider", "KVMHAProvider", "ipmitool", "magic", "ON", "STATUS", "reset", "Enabled", "Enable",
            "CloudManaged", "Basic", "2026-01-01", "2026-13-45", "2026-01-01T00:00:00+0000", "http://sim/c0/h0",
            "http://127.0.0.1:1", "http://", "ha.max.concurrent.fence.operations", "kvm.ha.health.check.timeout",
            "result:fail", "x".repeat(255), "x".repeat(256), "x".repeat(5000));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final LoggedErrors logged = new LoggedErrors();

    private final Random random = new Random(SEED);
    private final List<String> ids = new ArrayList<>();
    private TestServer server;
    private CloudStackClient client;
    private List<JsonNode> apis;

    @Before
    public void start() throws Exception {
        Path inventory = folder.getRoot().toPath().resolve("inventory.yaml");
        Files.writeString(inventory, """
                zones:
                  - name: demo
                    pods:
                      - name: pod-1
                        clusters:
                          - name: cluster-1
                            hypervisor: KVM
                            pools: [ {name: nfs-1, path: /export/nfs-1, type: NetworkFilesystem} ]
                            hosts: [ {name: kvm-01, address: 127.0.0.1, agent: "http://127.0.0.1:1"} ]
                            vms: [ {name: i-2-3-VM, host: kvm-01, pool: nfs-1, ha: true} ]
                          - name: cluster-2
                            hypervisor: Simulator
                            hosts: [ {name: sim-01, address: 127.0.0.1}, {name: sim-02, address: 127.0.0.1} ]
                settings: {ha.startup.hold.off: 0}
                """);
        server = new TestServer(folder.getRoot().toPath().resolve("data"), inventory);
        client = server.client();
        apis = client.list("listApis", Map.of(), "api").stream()
                .filter(api -> !LEFT_OUT.contains(api.get("name").asText())).toList();
        Database database = server.server().bean(Database.class);
        for (String table : List.of("data_center", "host_pod_ref", "cluster", "host", "vm_instance", "mshost", "domain",
                "storage_pool", "roles")) {
            ids.addAll(database.jdbc().sql("SELECT uuid FROM " + table).query(String.class).list());
        }
        ids.add(UUID.randomUUID().toString());
    }

    @After
    public void stop() {
        server.close();
    }

    @Test
    public void anyParametersGetAWellFormedAnswerAndNothingIsHalfWritten() throws Exception {
        List<String> jobs = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            JsonNode api = apis.get(random.nextInt(apis.size()));
            List<String> parameters = parameters(api);
            long began = System.nanoTime();
            HttpResponse<String> answer = send(api.get("name").asText(), parameters);
            String what = "seed " + SEED + " case " + i + ": " + api.get("name").asText() + " " + parameters + " -> "
                    + answer.statusCode() + " " + answer.body();

            try {
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(DEADLINE);
                assertThat(KNOWN).contains(answer.statusCode());
                assertThat(answer.body()).doesNotContain("Internal error");
                JsonNode body = wellFormed(answer);
                if (body.hasNonNull("jobid") && body.size() == 1) {
                    jobs.add(body.get("jobid").asText());
                }
            } catch (AssertionError | IOException e) {
                complaints.add(what + "\n  " + e.getMessage() + "\n  logged: " + logged.take());
            }
        }
        assertThat(complaints).isEmpty();
        for (String job : jobs) {
            endsWellFormed(job);
        }
        assertThat(logged.take()).as("logged by the jobs").isEmpty();
        nothingIsHalfWritten();
    }

    private List<String> parameters(JsonNode api) {
        List<String> parameters = new ArrayList<>();
        api.get("params").forEach(declared -> {
            if (random.nextInt(100) < (declared.get("required").asBoolean() ? 92 : 25)) {
                parameters.add(declared.get("name").asText());
                parameters.add(value(declared));
            }
        });
        if (random.nextInt(20) == 0) {
            parameters.add(text());
            parameters.add(text());
        }
        return parameters;
    }

    private String value(JsonNode declared) {
        boolean id = declared.get("type").asText().equals("uuid") || declared.get("name").asText().endsWith("id");
        // Nothing is looked up or sent elsewhere than to this machine.
        boolean place = Set.of("address", "url").contains(declared.get("name").asText());
        if (place) {
            return List.of("127.0.0.1", "http://127.0.0.1:1", "http://sim/x", "http://sim", "", "::", "a b")
                    .get(random.nextInt(7));
        }
        return id && random.nextInt(10) < 8 ? ids.get(random.nextInt(ids.size())) : text();
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private HttpResponse<String> send(String command, List<String> parameters) throws Exception {
        String query = server.sign(command, parameters.toArray(String[]::new));
        return query.length() < 7000 && random.nextBoolean() ? server.get(query) : server.post("", query);
    }

    private static JsonNode wellFormed(HttpResponse<String> answer) throws IOException {
        assertThat(INSIDES.matcher(answer.body()).find()).isFalse();
        if (answer.statusCode() == 405) {
            return TestServer.JSON.createObjectNode();
        }
        JsonNode root = TestServer.json(answer);
        assertThat(root.size()).isEqualTo(1);
        JsonNode body = root.elements().next();
        if (answer.statusCode() != 200) {
            assertThat(body.get("errorcode").asInt()).isEqualTo(answer.statusCode());
            assertThat(body.get("errortext").asText()).isNotBlank();
            assertThat(body.get("uuidList").isArray()).isTrue();
        }
        return body;
    }

    private void endsWellFormed(String job) {
        JsonNode ended = await().atMost(Duration.ofSeconds(60)).until(
                () -> client.call("queryAsyncJobResult", Map.of("jobid", job)),
                result -> result.get("jobstatus").asInt() != 0);
        assertThat(ended.get("jobresult").isObject()).as(ended.toString()).isTrue();
        assertThat(ended.toString()).doesNotContain("Internal error");
        assertThat(INSIDES.matcher(ended.get("jobresult").toString()).find()).as(ended.toString()).isFalse();
        if (ended.get("jobstatus").asInt() == 2) {
            assertThat(KNOWN).contains(ended.at("/jobresult/errorcode").asInt());
            assertThat(ended.at("/jobresult/errorcode").asInt()).isEqualTo(ended.get("jobresultcode").asInt());
        }
    }

    private void nothingIsHalfWritten() {
        none("SELECT COUNT(*) FROM host h LEFT JOIN cluster c ON c.id = h.cluster_id LEFT JOIN host_pod_ref p"
                + " ON p.id = h.pod_id LEFT JOIN data_center z ON z.id = h.data_center_id"
                + " WHERE c.id IS NULL OR p.id IS NULL OR z.id IS NULL OR c.pod_id <> p.id OR p.data_center_id <> z.id");
        none("SELECT COUNT(*) FROM cluster c LEFT JOIN host_pod_ref p ON p.id = c.pod_id WHERE p.id IS NULL");
        none("SELECT COUNT(*) FROM ha_config WHERE provider IS NULL OR resource_id NOT IN (SELECT id FROM host)");
        none("SELECT COUNT(*) FROM oobm WHERE driver IS NULL OR address IS NULL OR password IS NULL"
                + " OR host_id NOT IN (SELECT id FROM host)");
        none("SELECT COUNT(*) FROM account a WHERE NOT EXISTS (SELECT 1 FROM `user` u WHERE u.account_id = a.id)");
        none("SELECT COUNT(*) FROM host_tags WHERE host_id NOT IN (SELECT id FROM host)");
        none("SELECT COUNT(*) FROM async_job WHERE job_status = 0");
    }

    private void none(String sql) {
        assertThat(server.server().bean(Database.class).jdbc().sql(sql).query(Integer.class).single())
                .as("seed " + SEED + ": " + sql).isZero();
    }
}
