package org.hostha.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.server.TestServer;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The console in a real browser, on a real server whose hosts are simulated. */
public class ConsoleTest {

    private static final Duration JOB = Duration.ofSeconds(10);
    private static final int CLUSTERS = 4;
    private static final int HOSTS = 12;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String HOST_STATE = "[data-test=ha-state]";

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static TestServer server;
    private static CloudStackClient client;
    private static Browser browser;

    @BeforeClass
    public static void start() throws IOException {
        Path inventory = FOLDER.getRoot().toPath().resolve("inventory.yaml");
        Files.writeString(inventory, inventory());
        server = new TestServer(FOLDER.newFolder("data").toPath(), inventory);
        client = server.client();
        for (JsonNode host : hosts()) {
            String id = host.get("id").asText();
            simulate(id, true, true);
            client.run("configureHAForHost", Map.of("hostid", id, "provider", "SimulatorHAProvider"), JOB);
            client.run("enableHAForHost", Map.of("hostid", id), JOB);
        }
        browser = Browser.start(FOLDER.newFolder("browser").toPath(), 1360, 900);
        browser.open(home());
        browser.type("#username", "admin");
        browser.type("#password", server.password());
        browser.press(Browser.ENTER);
        browser.await("[data-test=overview]");
    }

    private static String inventory() {
        StringBuilder yaml = new StringBuilder("zones:\n  - name: zone-1\n    pods:\n      - name: pod-1\n"
                + "        clusters:\n");
        for (int c = 1; c <= CLUSTERS; c++) {
            yaml.append("          - name: cluster-").append(c).append("\n            hypervisor: Simulator\n"
                    + "            hosts:\n");
            for (int h = 1; h <= HOSTS; h++) {
                yaml.append("              - {name: host-").append(c).append('-').append(h).append(", address: 10.0.")
                        .append(c).append('.').append(h).append("}\n");
            }
        }
        return yaml.append("settings: {ha.scan.interval: 1}\n").toString();
    }

    @AfterClass
    public static void stop() {
        if (browser != null) {
            browser.close();
        }
        server.close();
    }

    @Before
    public void atTheOverview() {
        browser.complaints();
        browser.open(home() + "#/");
        browser.await("[data-test=overview]");
        browser.await("all hosts known to the engine", () -> count("Unconfigured") == 0 && count("Disabled") == 0);
    }

    @After
    public void theBrowserHadNothingToComplainOf() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    public void aHostIsSeenGoingFromAvailableToFencedWithoutAReload() throws IOException {
        String id = id("host-1-1");
        goTo("host/" + id);
        browser.awaitText(HOST_STATE, "Available");
        browser.run("window.neverReloaded = true");

        simulate(id, false, false);

        browser.awaitText(HOST_STATE, "Fenced");
        assertThat(browser.run("return window.neverReloaded").asBoolean()).isTrue();
        assertThat(browser.text("[data-test=reason]")).isEqualTo(explain(id).get("reason").asText());
        browser.awaitText("[data-test=decisions]", "Checking");
        browser.awaitText("#budget", "Fenced after");
        assertThat(browser.run("return document.querySelector('.node.here text').textContent").asText())
                .isEqualTo("Fenced");
        picture("host-fenced");

        goTo("");
        browser.awaitText("[aria-label='Hosts that need attention']", "host-1-1");
        picture("overview");
    }

    @Test
    public void theKillSwitchOfAClusterStopsWorkThere() throws IOException {
        String id = id("host-2-1");
        goTo("host/" + id);
        simulate(id, false, true);
        browser.awaitText(HOST_STATE, "Degraded");

        goTo("cluster/" + cluster("cluster-2"));
        browser.click("[data-test=disableHAForCluster]");
        browser.click(".ant-modal-confirm-btns .ant-btn-dangerous");
        browser.awaitText("[data-test='switch-Host HA']", "OFF");
        picture("cluster");

        goTo("host/" + id);
        browser.awaitText(HOST_STATE, "Disabled");
        simulate(id, false, false);
        int decided = decisions(id).size();
        client.call("listHosts", Map.of("id", id));
        assertThat(decisions(id)).hasSize(decided);

        simulate(id, true, true);
        goTo("cluster/" + cluster("cluster-2"));
        browser.click("[data-test=enableHAForCluster]");
        browser.awaitText("[data-test='switch-Host HA']", "on");
    }

    @Test
    public void aHostIsReachedAndItsSwitchTurnedWithTheKeyboardAlone() {
        browser.run("document.activeElement?.blur()");
        browser.tabTo("canvas");
        browser.press(Browser.RIGHT, Browser.RIGHT);
        browser.awaitText(".map-says", "host-1-2");
        browser.press(Browser.ENTER);
        browser.await("[data-test=host]");
        browser.awaitText("h1", "host-1-2");
        browser.tabTo("[data-test=disableHAForHost]");
        browser.press(Browser.ENTER);
        browser.await(".ant-modal-confirm-btns");
        browser.tabTo(".ant-modal-confirm-btns .ant-btn-dangerous");
        browser.press(Browser.ENTER);
        browser.awaitText(HOST_STATE, "Disabled");
        browser.tabTo("[data-test=enableHAForHost]");
        browser.press(Browser.ENTER);
        browser.awaitText(HOST_STATE, "Available");
    }

    @Test
    public void aSettingIsChangedForOneClusterAlone() throws IOException {
        goTo("settings");
        browser.click(".scope .ant-select-selector");
        browser.type(".scope input", "cluster-3");
        browser.press(Browser.ENTER);
        browser.click("[data-test='edit-ha.storm.guard.share']");
        browser.run("document.querySelector('[data-test=setting-value]').select()");
        browser.type("[data-test=setting-value]", "0.25");
        browser.click("[data-test=setting-save]");
        browser.awaitText("tbody", "changed");
        assertThat(value("ha.storm.guard.share", Map.of("clusterid", cluster("cluster-3")))).isEqualTo("0.25");
        assertThat(value("ha.storm.guard.share", Map.of())).isEqualTo("0.5");
        picture("settings");
    }

    @Test
    public void eventsAndAlertsAreListed() throws IOException {
        goTo("events");
        browser.awaitText("[data-test=events] tbody", "HA.RESOURCE.ENABLE");
        picture("events");
        goTo("alerts");
        browser.await("[data-test=alerts] table");
        picture("alerts");
    }

    @Test
    public void everyPageIsAccessibleInLightAndDark() throws IOException {
        List<String> found = new ArrayList<>();
        List<String> pages = List.of("", "host/" + id("host-3-1"), "cluster/" + cluster("cluster-3"),
                "zone/" + zone(), "events", "alerts", "settings");
        for (int theme = 0; theme < 2; theme++) {
            for (String page : pages) {
                goTo(page);
                browser.await(".page h1");
                axe().forEach(violation -> found.add(page + ": " + violation));
            }
            goTo("zone/" + zone());
            picture(theme == 0 ? "zone" : "zone-dark");
            browser.click("[data-test=theme]");
        }
        assertThat(found).isEmpty();
    }

    @Test
    public void theChosenColoursStay() throws IOException {
        browser.click("[data-test=theme]");
        browser.open(home() + "#/events");
        browser.run("location.reload()");
        browser.await("[data-test=events]");
        assertThat(browser.run("return document.documentElement.dataset.theme").asText()).isEqualTo("dark");
        goTo("");
        browser.await("[data-test=overview]");
        picture("overview-dark");
        browser.click("[data-test=theme]");
    }

    @Test
    public void aPhoneShowsEveryPageWithoutScrollingSideways() throws IOException {
        browser.resize(500, 860);
        try {
            for (String page : List.of("", "host/" + id("host-3-1"), "cluster/" + cluster("cluster-3"), "events",
                    "settings")) {
                goTo(page);
                browser.await(".page h1");
                assertThat(browser.run("return document.documentElement.scrollWidth - innerWidth").asInt())
                        .as(page).isLessThanOrEqualTo(0);
            }
            goTo("host/" + id("host-3-1"));
            browser.awaitText(HOST_STATE, "Available");
            picture("phone");
        } finally {
            browser.resize(1360, 900);
        }
    }

    /** What axe finds, in its own words. */
    private static List<String> axe() throws IOException {
        try (InputStream axe = ConsoleTest.class.getResourceAsStream(
                "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
            browser.run(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        JsonNode result = browser.runAsync("const done = arguments[arguments.length - 1];"
                + " axe.run(document, { resultTypes: ['violations'] }).then((found) => done(found.violations.map("
                + "(one) => one.id + ': ' + one.help + ' at ' + one.nodes.slice(0, 3).map((node) => node.html + ' '"
                + " + node.any.map((a) => a.message).join()).join(' | '))));");
        List<String> violations = new ArrayList<>();
        result.forEach(one -> violations.add(one.asText()));
        return violations;
    }

    private static void picture(String name) throws IOException {
        browser.screenshot(SCREENSHOTS.resolve(name + ".png"));
    }

    private static String home() {
        return server.endpoint().resolve("/").toString();
    }

    private static void goTo(String page) {
        browser.run("location.hash = arguments[0]", "#/" + page);
    }

    private static int count(String state) {
        String text = browser.text("[data-test=count-" + state + "] b");
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static JsonNode hosts() {
        return client.call("listHosts", Map.of()).get("host");
    }

    private static String id(String host) {
        return client.call("listHosts", Map.of("name", host)).get("host").get(0).get("id").asText();
    }

    private static String cluster(String name) {
        return client.call("listClusters", Map.of("name", name)).get("cluster").get(0).get("id").asText();
    }

    private static String zone() {
        return client.call("listZones", Map.of()).get("zone").get(0).get("id").asText();
    }

    private static JsonNode explain(String host) {
        return client.call("explainHostHA", Map.of("hostid", host)).get("hosthaexplanation");
    }

    private static JsonNode decisions(String host) {
        return client.call("listHostHADecisions", Map.of("hostid", host)).get("hosthadecision");
    }

    private static String value(String setting, Map<String, String> scope) {
        Map<String, String> parameters = new HashMap<>(scope);
        parameters.put("name", setting);
        return client.call("listConfigurations", parameters).get("configuration").get(0).get("value").asText();
    }

    private static void simulate(String host, boolean healthy, boolean active) {
        client.call("configureSimulatorHAProviderState", Map.of("hostid", host, "health", String.valueOf(healthy),
                "activity", String.valueOf(active), "recover", "false", "fence", "true"));
    }
}
