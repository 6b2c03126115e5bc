package org.hostha.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.server.FakeAgent;
import org.hostha.server.TestServer;
import org.hostha.testkit.bmc.FakeBmc;
import org.hostha.testkit.bmc.FakeBmcHost;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/**
 * A real server, and a browser that is logged in. Its hosts have BMCs that speak IPMI. Host h of cluster c is {@code host-c-h},
 * and simulated; {@code kvm-01} has an agent that is asked, and a VM.
 */
final class ConsoleStage extends ExternalResource {

    static final String HOST_STATE = "[data-test=ha-state]";
    static final int WIDTH = 1360;
    static final int HEIGHT = 900;

    private static final Duration JOB = Duration.ofSeconds(30);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final int clusters;
    private final int hosts;
    private final TemporaryFolder folder = new TemporaryFolder();
    private final Map<String, FakeBmc> bmcs = new HashMap<>();
    private final Map<String, String> ids = new TreeMap<>();
    private FakeBmcHost bmcHost;
    private FakeAgent agent;
    private TestServer server;
    private CloudStackClient client;
    private Browser browser;

    ConsoleStage(int clusters, int hosts) {
        this.clusters = clusters;
        this.hosts = hosts;
    }

    @Override
    protected void before() throws IOException {
        folder.create();
        agent = new FakeAgent("i-2-3-VM");
        Path inventory = folder.getRoot().toPath().resolve("inventory.yaml");
        Files.writeString(inventory, inventory());
        bmcHost = new FakeBmcHost();
        server = new TestServer(folder.newFolder("data").toPath(), inventory);
        client = server.client();
        client.call("listHosts", Map.of()).get("host")
                .forEach(host -> ids.put(host.get("name").asText(), host.get("id").asText()));
        ids.forEach(this::setUp);
        browser = Browser.start(folder.newFolder("browser").toPath(), WIDTH, HEIGHT);
        browser.screen(WIDTH, HEIGHT, false);
        browser.open(home());
        logIn("admin", server.password());
        browser.await("[data-test=overview]");
    }

    private String inventory() {
        StringBuilder yaml = new StringBuilder("zones:\n  - name: zone-1\n    pods:\n      - name: pod-1\n"
                + "        clusters:\n");
        for (int c = 1; c <= clusters; c++) {
            yaml.append("          - name: cluster-").append(c).append("\n            hypervisor: Simulator\n"
                    + "            hosts:\n");
            for (int h = 1; h <= hosts; h++) {
                yaml.append("              - {name: host-").append(c).append('-').append(h).append(", address: 10.0.")
                        .append(c).append('.').append(h).append("}\n");
            }
        }
        yaml.append("          - name: kvm\n            hypervisor: KVM\n"
                + "            pools: [{name: nfs-1, path: /export, type: NetworkFilesystem}]\n"
                + "            hosts: [{name: kvm-01, address: 10.9.9.1, agent: '" + agent.uri() + "'}]\n"
                + "            vms: [{name: i-2-3-VM, host: kvm-01, pool: nfs-1, ha: true}]\n");
        return yaml.append("settings: {ha.scan.interval: 1, ha.startup.hold.off: 1,"
                + " outofbandmanagement.background.task.execution.interval: 1}\n").toString();
    }

    private void setUp(String name, String id) {
        FakeBmc bmc = bmcHost.add(0, bmcs.size());
        bmcs.put(name, bmc);
        client.call("configureOutOfBandManagement", Map.of("hostid", id, "driver", "ipmi", "address", "127.0.0.1", "port",
                String.valueOf(bmc.port()), "username", "admin", "password", bmc.endpoint().password().revealText()));
        client.run("enableOutOfBandManagementForHost", Map.of("hostid", id), JOB);
        boolean simulated = name.startsWith("host");
        if (simulated) {
            simulate(name, true, true, true);
        }
        client.run("configureHAForHost",
                Map.of("hostid", id, "provider", simulated ? "SimulatorHAProvider" : "KVMHAProvider"), JOB);
        client.run("enableHAForHost", Map.of("hostid", id), JOB);
    }

    @Override
    protected void after() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
        bmcHost.close();
        agent.close();
        folder.delete();
    }

    Browser browser() {
        return browser;
    }

    TestServer server() {
        return server;
    }

    CloudStackClient client() {
        return client;
    }

    FakeBmc bmc(String host) {
        return bmcs.get(host);
    }

    FakeAgent agent() {
        return agent;
    }

    String home() {
        return server.endpoint().resolve("/").toString();
    }

    void logIn(String user, String password) {
        browser.type("#username", user);
        browser.type("#password", password);
        browser.press(Browser.ENTER);
    }

    /** Goes to a page of the console, and waits for it. */
    void goTo(String page) {
        browser.run("location.hash = arguments[0]", "#/" + page);
        String name = page.isEmpty() ? "overview" : page.split("/")[0];
        browser.await(".page[data-test=" + name + "]");
    }

    void goToHost(String host) {
        goTo("host/" + id(host));
        browser.awaitText("h1", host);
    }

    void goToCluster(String name) {
        goTo("cluster/" + cluster(name));
        browser.awaitText("h1", name);
    }

    /** Saves a picture of the page. */
    void picture(String name) throws IOException {
        browser.screenshot(SCREENSHOTS.resolve(name + ".png"));
    }

    String id(String host) {
        return ids.get(host);
    }

    String cluster(String name) {
        return client.call("listClusters", Map.of("name", name)).get("cluster").get(0).get("id").asText();
    }

    String pod() {
        return client.call("listPods", Map.of()).get("pod").get(0).get("id").asText();
    }

    String zone() {
        return client.call("listZones", Map.of()).get("zone").get(0).get("id").asText();
    }

    JsonNode explain(String host) {
        return client.call("explainHostHA", Map.of("hostid", id(host))).get("hosthaexplanation");
    }

    /** How often something was decided about a host. */
    int decided(String host) {
        JsonNode decisions = client.call("listHostHADecisions", Map.of("hostid", id(host))).get("hosthadecision");
        return decisions.get(decisions.size() - 1).get("id").asInt();
    }

    String value(String setting, Map<String, String> scope) {
        Map<String, String> parameters = new HashMap<>(scope);
        parameters.put("name", setting);
        return client.call("listConfigurations", parameters).get("configuration").get(0).get("value").asText();
    }

    /** Says how a host is, and whether fencing it works; recovering never does. */
    void simulate(String host, boolean healthy, boolean active, boolean fence) {
        client.call("configureSimulatorHAProviderState", Map.of("hostid", id(host), "health", String.valueOf(healthy),
                "activity", String.valueOf(active), "recover", "false", "fence", String.valueOf(fence)));
    }
}
