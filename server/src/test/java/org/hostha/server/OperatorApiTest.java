package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.hostha.cloudstack.client.ApiErrorException;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.testkit.IpmiSim;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** What admins and operators tell HA, over HTTP. Each test has hosts of its own. */
@Category(OnDatabase.class)
public class OperatorApiTest {

    private static final Duration JOB = Duration.ofSeconds(20);
    private static final Duration FENCE = Duration.ofSeconds(90);
    private static final String VM = "i-2-9-VM";

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static FakeAgent agent;
    private static FakeAgent neighbour;
    private static TestServer server;
    private static CloudStackClient client;

    @BeforeClass
    public static void start() throws Exception {
        agent = new FakeAgent(VM);
        neighbour = new FakeAgent();
        Path inventory = Files.writeString(FOLDER.getRoot().toPath().resolve("inventory.yaml"), """
                zones:
                  - name: zone
                    pods:
                      - name: pod
                        clusters:
                          - name: observed
                            hypervisor: Simulator
                            hosts: [ {name: sim-01, address: 10.0.1.1} ]
                          - name: simulated
                            hypervisor: Simulator
                            hosts:
                              - {name: sim-02, address: 10.0.1.2}
                              - {name: sim-03, address: 10.0.1.3}
                              - {name: sim-04, address: 10.0.1.4}
                          - name: kvm
                            hypervisor: KVM
                            pools: [ {name: nfs, path: /export/nfs, type: NetworkFilesystem} ]
                            hosts:
                              - {name: kvm-01, address: 10.0.0.1, agent: "%s"}
                              - {name: kvm-02, address: 10.0.0.2, agent: "%s"}
                            vms:
                              - {name: %s, host: kvm-01, pool: nfs, ha: true}
                settings:
                  ha.startup.hold.off: 0
                  ping.interval: 1
                  kvm.ha.health.check.interval: 1
                  kvm.ha.health.check.timeout: 1
                  kvm.ha.power.read.timeout: 2
                """.formatted(agent.uri(), neighbour.uri(), VM));
        server = new TestServer(FOLDER.getRoot().toPath().resolve("data"), inventory);
        client = server.client();
    }

    @AfterClass
    public static void stop() {
        server.close();
        agent.close();
        neighbour.close();
    }

    @After
    public void nothingIsLeftInForce() {
        for (JsonNode directive : client.list("listHADirectives", Map.of(), "hadirective")) {
            assertThat(directive.path("kind").asText()).as(directive.toString()).isEqualTo("CONFIRM");
        }
    }

    private static JsonNode host(String name) {
        return client.list("listHosts", Map.of("name", name), "host").get(0);
    }

    private static String id(String name) {
        return host(name).get("id").asText();
    }

    private static String cluster(String name) {
        return client.list("listClusters", Map.of("name", name), "cluster").get(0).get("id").asText();
    }

    private static void simulate(String host, boolean healthy) {
        client.call("configureSimulatorHAProviderState", Map.of("hostid", id(host), "health", healthy + "",
                "activity", healthy + "", "recover", "false", "fence", "true"));
    }

    private static void enable(String host, String provider) {
        client.run("configureHAForHost", Map.of("hostid", id(host), "provider", provider), JOB);
        client.run("enableHAForHost", Map.of("hostid", id(host)), JOB);
        awaitState(host, "Available");
    }

    private static void awaitState(String host, String state) {
        await(host + " is " + state).atMost(FENCE)
                .until(() -> host(host).at("/hostha/hastate").asText().equals(state));
    }

    private static JsonNode explain(String host) {
        return client.call("explainHostHA", Map.of("hostid", id(host))).get("hosthaexplanation");
    }

    private static List<String> reasons(String host) {
        return client.list("listHostHADecisions", Map.of("hostid", id(host)), "hosthadecision").stream()
                .map(decision -> decision.path("reason").asText()).toList();
    }

    private static List<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static void refused(String command, Map<String, String> parameters, int code, String why) {
        assertThatThrownBy(() -> {
            if (command.startsWith("confirm") || command.startsWith("return")) {
                client.run(command, parameters, JOB);
            } else {
                client.call(command, parameters);
            }
        }).isInstanceOfSatisfying(ApiErrorException.class, failure -> {
            assertThat(failure.errorCode()).isEqualTo(code);
            assertThat(failure.errorText()).contains(why);
        });
    }

    private static void awaitEvent(String type, String description) {
        await(type).atMost(JOB).until(() -> client.list("listEvents", Map.of("type", type), "event").stream()
                .anyMatch(event -> event.path("description").asText().contains(description)
                        && event.path("username").asText().equals("admin")));
    }

    @Test
    public void inObserveModeHaDecidesAndRecordsAndActsOnlyWhenItEnds() {
        simulate("sim-01", true);
        enable("sim-01", "SimulatorHAProvider");
        Map<String, String> observed = Map.of("clusterid", cluster("observed"));
        client.call("enableHAObserveModeForCluster", with(observed, "reason", "trying it out"));
        simulate("sim-01", false);

        await("what would have been done").atMost(FENCE)
                .until(() -> reasons("sim-01").stream().anyMatch(reason -> reason.startsWith(
                        "held: observe mode (cluster") && reason.contains("would have acted")));
        JsonNode explanation = explain("sim-01");
        assertThat(explanation.path("hastate").asText()).isIn("Suspect", "Checking");
        assertThat(explanation.path("vmhastatus").asText()).isEqualTo("Up");
        assertThat(all(explanation.path("guard"))).filteredOn(guard -> guard.path("closed").asBoolean())
                .singleElement().satisfies(guard -> assertThat(guard.path("detail").asText())
                        .contains("by admin: trying it out"));
        assertThat(client.list("listHADirectives", Map.of(), "hadirective")).singleElement()
                .satisfies(directive -> assertThat(directive.path("scopename").asText()).isEqualTo("observed"));
        awaitEvent("HA.OBSERVE", "trying it out");

        client.call("disableHAObserveModeForCluster", observed);
        awaitState("sim-01", "Fenced");
        awaitEvent("HA.OBSERVE.END", "lifted by admin");
        refused("disableHAObserveModeForCluster", observed, 431, "Nothing of kind OBSERVE is in force for cluster observed");
    }

    private static Map<String, String> with(Map<String, String> parameters, String name, String value) {
        Map<String, String> more = new HashMap<>(parameters);
        more.put(name, value);
        return more;
    }

    @Test
    public void aSuspendedHostIsLeftAloneUntilTheSuspensionExpires() {
        simulate("sim-02", true);
        enable("sim-02", "SimulatorHAProvider");
        client.call("suspendHAForHost", Map.of("hostid", id("sim-02"), "duration", "600", "reason", "firmware"));
        JsonNode directive = client.list("listHADirectives", Map.of(), "hadirective").get(0);
        assertThat(directive.path("remainingseconds").asLong()).isBetween(1L, 600L);
        assertThat(directive.path("scope").asText()).isEqualTo("Host");
        simulate("sim-02", false);

        await().atMost(FENCE).until(() -> reasons("sim-02").stream()
                .anyMatch(reason -> reason.startsWith("held: suspended (host")));
        client.call("suspendHAForHost", Map.of("hostid", id("sim-02"), "duration", "3", "reason", "firmware"));
        awaitState("sim-02", "Fenced");
        assertThat(client.list("listHADirectives", Map.of(), "hadirective")).isEmpty();
        refused("suspendHAForHost", Map.of("hostid", id("sim-02")), 431, "missing parameter duration");
        refused("suspendHAForHost", Map.of("hostid", id("sim-02"), "duration", "0"), 431, "duration must be from 1 to");
    }

    @Test
    public void disarmedEverywhereNothingIsFencedAndAFencedHostIsReturnedToServiceInOneStep() {
        simulate("sim-03", true);
        enable("sim-03", "SimulatorHAProvider");
        refused("returnHostToService", Map.of("hostid", id("sim-03")), 530, "has no maintenance to cancel");
        client.call("disarmHA", Map.of("reason", "network work"));
        simulate("sim-03", false);
        await().atMost(FENCE).until(() -> reasons("sim-03").stream()
                .anyMatch(reason -> reason.startsWith("held: disarmed (everything, by admin: network work)")));
        refused("armHA", Map.of("clusterid", cluster("simulated")), 431, "Nothing of kind DISARM is in force");
        refused("disarmHA", Map.of("clusterid", cluster("simulated"), "hostid", id("sim-03")), 431, "at most one of");

        client.call("armHA", Map.of());
        awaitState("sim-03", "Fenced");
        refused("returnHostToService", Map.of("hostid", id("sim-03")), 530, "has not answered a health check");
        await().atMost(JOB).until(() -> host("sim-03").path("resourcestate").asText().equals("Maintenance"));
        simulate("sim-03", true);
        awaitState("sim-03", "Ineligible");
        JsonNode back = client.run("returnHostToService", Map.of("hostid", id("sim-03")), JOB).path("host");
        assertThat(back.path("resourcestate").asText()).isEqualTo("Enabled");
        awaitState("sim-03", "Available");
        awaitEvent("HA.RETURN.TO.SERVICE", "sim-03 was returned to service by admin");
    }

    @Test
    public void anOperatorsWordFencesAHostWhoseBmcIsSilentAndIsRefusedWhileItSaysOn() throws Exception {
        client.call("updateConfiguration", Map.of("name", "vm.ha.enabled", "value", "false"));
        IpmiSim bmc = IpmiSim.start("admin", "f3nce-word", "20112233445566778899aabbccddeeff");
        client.call("configureOutOfBandManagement", Map.of("hostid", id("kvm-01"), "driver", "ipmi", "address",
                "127.0.0.1", "port", bmc.endpoint().port(), "username", "admin", "password", "f3nce-word"));
        client.run("enableOutOfBandManagementForHost", Map.of("hostid", id("kvm-01")), JOB);
        enable("kvm-01", "KVMHAProvider");
        Map<String, String> word = Map.of("hostid", id("kvm-01"), "reason", "saw its LEDs dark");
        refused("confirmHostFenced", word, 530, "there is nothing to confirm");

        agent.close();
        await().atMost(FENCE).until(() -> !host("kvm-01").at("/hostha/hastate").asText().equals("Available"));
        refused("confirmHostFenced", word, 530, "says On just now");
        bmc.close();
        client.run("confirmHostFenced", word, JOB);

        awaitState("kvm-01", "Fenced");
        assertThat(reasons("kvm-01")).anyMatch(reason -> reason.contains("by admin: saw its LEDs dark"));
        awaitEvent("HA.CONFIRM", "kvm-01 is confirmed off by admin: saw its LEDs dark");
        await().atMost(JOB).until(() -> host("kvm-01").path("resourcestate").asText().equals("Maintenance"));
        JsonNode release = client.list("listHAReleases", Map.of("hostid", id("kvm-01")), "harelease").get(0);
        await().atMost(JOB).until(() -> !client.list("listHAReleases", Map.of(), "harelease").get(0).path("open")
                .asBoolean());
        assertThat(release.at("/virtualmachine/0/name").asText()).isEqualTo(VM);
        await().atMost(JOB).until(() -> client.list("listHADirectives", Map.of(), "hadirective").isEmpty());
        refused("confirmHostFenced", word, 530, "there is nothing to confirm");
    }

    @Test
    public void queuesAndTimeBudgetsAreListedAndStormGuardsReset() {
        simulate("sim-04", true);
        enable("sim-04", "SimulatorHAProvider");
        assertThat(client.list("listHAQueues", Map.of(), "haqueue")).extracting(queue -> queue.path("name").asText())
                .containsExactly("health checks", "activity checks", "power readings", "recoveries", "fences", "releases");
        assertThat(client.list("listHATimeBudgets", Map.of("hostid", id("sim-04")), "hatimebudget").get(0)
                .path("timebudgetseconds").asLong()).isPositive();
        assertThat(client.call("resetHAStormGuard", Map.of("clusterid", cluster("simulated"))).path("success")
                .asBoolean()).isTrue();
        refused("resetHAStormGuard", Map.of(), 431, "Give either clusterid or zoneid");
        assertThat(client.list("listHAStormGuards", Map.of(), "hastormguard"))
                .noneMatch(guard -> guard.path("closed").asBoolean());
    }
}
