package org.hostha.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.hostha.server.TestServer;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Ten thousand hosts in five zones. The stated times leave room for two busy processors that the server, its database and the
 * browser share.
 */
public class ConsoleScaleTest {

    private static final int ZONES = 5;
    private static final int CLUSTERS = 40;
    private static final int HOSTS = 50;
    private static final int ALL = ZONES * CLUSTERS * HOSTS;

    /** From logging in until all hosts are on the map, and from a change until it is seen. */
    private static final Duration UNTIL_SHOWN = Duration.ofSeconds(30);

    /** Elements of the page, however many hosts there are. */
    private static final int MOST_ELEMENTS = 5000;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestServer server;
    private Browser browser;

    @Before
    public void start() throws IOException {
        Path inventory = folder.newFile("inventory.yaml").toPath();
        Files.writeString(inventory, inventory());
        server = new TestServer(folder.newFolder("data").toPath(), inventory);
        server.database().jdbc().sql("INSERT INTO ha_config (resource_id, resource_type, enabled, ha_state, provider)"
                + " SELECT id, 'Host', 0, 'Disabled', 'simulatorhaprovider' FROM host").update();
        browser = Browser.start(folder.newFolder("browser").toPath(), ConsoleStage.WIDTH, ConsoleStage.HEIGHT);
        browser.open(server.endpoint().resolve("/").toString());
    }

    private static String inventory() {
        StringBuilder yaml = new StringBuilder("zones:\n");
        for (int z = 1; z <= ZONES; z++) {
            yaml.append("  - name: zone-").append(z).append("\n    pods:\n      - name: pod-").append(z)
                    .append("\n        clusters:\n");
            for (int c = 1; c <= CLUSTERS; c++) {
                yaml.append("          - {name: cluster-").append(z).append('-').append(c)
                        .append(", hypervisor: Simulator, hosts: [");
                for (int h = 1; h <= HOSTS; h++) {
                    yaml.append("{name: host-").append(z).append('-').append(c).append('-').append(h)
                            .append(", address: 10.").append(z).append('.').append(c).append('.').append(h).append("}, ");
                }
                yaml.append("]}\n");
            }
        }
        return yaml.append("settings: {ha.scan.interval: 600}\n").toString();
    }

    @After
    public void stop() {
        browser.close();
        server.close();
    }

    @Test
    public void tenThousandHostsAreShownFollowedAndSearchedWithinTheStatedTime() throws IOException {
        browser.run("window.longest = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {"
                + " window.longest = Math.max(window.longest, entry.duration); })).observe({ type: 'longtask', buffered: true })");
        browser.type("#username", "admin");
        browser.type("#password", server.password());
        long began = System.nanoTime();
        browser.press(Browser.ENTER);
        browser.awaitText("[data-test=count-Disabled] b", String.valueOf(ALL));
        browser.await("canvas");
        Duration shown = Duration.ofNanos(System.nanoTime() - began);

        browser.run("scrollTo(0, document.body.scrollHeight)");
        change("Fencing", 20);
        began = System.nanoTime();
        browser.awaitText("[data-test=count-Fencing] b", "20");
        Duration followed = Duration.ofNanos(System.nanoTime() - began);

        change("Degraded", 3000);
        browser.awaitText("[data-test=count-Degraded] b", "3000");
        browser.run("scrollTo(0, 0)");
        began = System.nanoTime();
        browser.type(".find input", "host-5-40-50");
        browser.await("one host to be left on the map", () -> browser.run(
                "return document.querySelectorAll('.map canvas').length").asInt() == 1);
        Duration found = Duration.ofNanos(System.nanoTime() - began);
        assertThat(browser.run("return document.querySelectorAll('*').length").asInt()).isLessThan(MOST_ELEMENTS);

        System.out.printf("10,000 hosts: shown after %d ms, a change after %d ms, found after %d ms; longest task %d ms%n",
                shown.toMillis(), followed.toMillis(), found.toMillis(), browser.run("return window.longest").asInt());
        assertThat(shown).isLessThan(UNTIL_SHOWN);
        assertThat(followed).isLessThan(UNTIL_SHOWN);
        assertThat(found).isLessThan(UNTIL_SHOWN);
        browser.run("document.querySelector('.find .ant-input-clear-icon').click()");
        browser.await("all hosts to be back on the map", () -> browser.run(
                "return document.querySelectorAll('.map canvas').length").asInt() == ZONES * CLUSTERS);
        browser.screenshot(Path.of("target", "screenshots", "ten-thousand-hosts.png"));
        assertThat(browser.complaints()).isEmpty();
    }

    /** As another management server would write it. */
    private void change(String state, int hosts) {
        server.database().jdbc().sql("UPDATE ha_config SET ha_state = ?, enabled = 1 WHERE ha_state = 'Disabled' LIMIT ?")
                .param(state).param(hosts).update();
    }
}
