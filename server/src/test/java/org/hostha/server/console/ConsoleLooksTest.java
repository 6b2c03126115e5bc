package org.hostha.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;

/** Whether everybody can use the console: by axe's rules, in light and dark, on a phone. */
public class ConsoleLooksTest {

    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    @ClassRule
    public static final ConsoleStage STAGE = new ConsoleStage(3, 12);

    private final Browser browser = STAGE.browser();

    @After
    public void theBrowserHadNothingToComplainOf() {
        assertThat(browser.complaints()).isEmpty();
    }

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "");
        pages.put("host", "host/" + STAGE.id("host-1-2"));
        pages.put("cluster", "cluster/" + STAGE.cluster("cluster-3"));
        pages.put("zone", "zone/" + STAGE.zone());
        pages.put("events", "events");
        pages.put("alerts", "alerts");
        pages.put("settings", "settings");
        return pages;
    }

    @Test
    public void everyPageIsAccessibleInLightAndDark() throws IOException {
        fence("host-1-1");
        List<String> found = new ArrayList<>();
        for (String colours : List.of("light", "dark")) {
            browser.prefer(colours);
            browser.awaitTrue("document.documentElement.dataset.theme === '" + colours + "'");
            for (Map.Entry<String, String> page : pages().entrySet()) {
                STAGE.goTo(page.getValue());
                axe().forEach(violation -> found.add(page.getKey() + " in " + colours + ": " + violation));
                STAGE.picture(page.getKey() + "-" + colours);
            }
            STAGE.goToHost("host-1-1");
            browser.awaitText(ConsoleStage.HOST_STATE, "Fenced");
            axe().forEach(violation -> found.add("fenced host in " + colours + ": " + violation));
            browser.click("[data-test=disableHAForHost]");
            browser.await("[data-test=confirm-ok]");
            axe().forEach(violation -> found.add("dialog in " + colours + ": " + violation));
            browser.click(".ant-modal-confirm-btns button:not([data-test])");
            browser.await("the dialog to be gone", () -> !browser.shows(".ant-modal-confirm"));
        }
        browser.prefer("light");
        assertThat(found).isEmpty();
    }

    @Test
    public void whatThePointerIsOverCanBeReadInLightAndDark() throws IOException {
        List<String> found = new ArrayList<>();
        for (String colours : List.of("light", "dark")) {
            browser.prefer(colours);
            browser.awaitTrue("document.documentElement.dataset.theme === '" + colours + "'");
            STAGE.goToHost("host-1-3");
            for (String kind : List.of(".menu a:not(.here)", "[data-test=theme]", "[data-test=power-STATUS]", "[data-test=power-ON]",
                    "[data-test=power-OFF]", "[data-test=disableHAForHost]", "[data-test=disarmHA]")) {
                browser.hover(kind);
                axe().forEach(violation -> found.add("over " + kind + " in " + colours + ": " + violation));
            }
            for (String action : List.of("[data-test=disableHAForHost]", "[data-test=power-OFF]")) {
                browser.click(action);
                browser.hover("[data-test=confirm-ok]");
                axe().forEach(violation -> found.add("over OK after " + action + " in " + colours + ": " + violation));
                browser.hover(".ant-modal-confirm-btns button:not([data-test])");
                axe().forEach(violation -> found.add("over Cancel after " + action + " in " + colours + ": " + violation));
                browser.click(".ant-modal-confirm-btns button:not([data-test])");
                browser.await("the dialog to be gone", () -> !browser.shows(".ant-modal-confirm"));
            }
        }
        browser.prefer("light");
        assertThat(found).isEmpty();
    }

    private void fence(String host) {
        STAGE.simulate(host, false, false, true);
        STAGE.goToHost(host);
        browser.awaitText(ConsoleStage.HOST_STATE, "Fenced");
    }

    @Test
    public void coloursThatWereChosenStayWhateverTheSystemPrefers() {
        STAGE.goTo("");
        browser.click("[data-test=theme]");
        browser.open(STAGE.home() + "#/events");
        browser.run("location.reload()");
        browser.await("[data-test=events]");
        browser.awaitTrue("document.documentElement.dataset.theme === 'dark'");
        browser.click("[data-test=theme]");
        browser.run("localStorage.clear()");
        browser.run("location.reload()");
        browser.await("[data-test=events]");
    }

    @Test
    public void aPhoneShowsEveryPageWithoutScrollingSidewaysAndWithWhatCanBeTouched() throws IOException {
        browser.screen(390, 844, true);
        try {
            for (Map.Entry<String, String> page : pages().entrySet()) {
                STAGE.goTo(page.getValue());
                assertThat(browser.run("return document.documentElement.scrollWidth - innerWidth").asInt())
                        .as(page.getKey()).isLessThanOrEqualTo(0);
                STAGE.picture(page.getKey() + "-phone");
            }
            STAGE.goToHost("host-2-1");
            browser.click("[data-test=disableHAForHost]");
            browser.click("[data-test=confirm-ok]");
            browser.awaitText(ConsoleStage.HOST_STATE, "Disabled");
            browser.click("[data-test=enableHAForHost]");
            browser.awaitText(ConsoleStage.HOST_STATE, "Available");
        } finally {
            browser.screen(ConsoleStage.WIDTH, ConsoleStage.HEIGHT, false);
        }
    }

    /** What axe finds, in its own words. */
    private List<String> axe() throws IOException {
        try (InputStream axe = ConsoleLooksTest.class.getResourceAsStream(AXE)) {
            browser.run("if (!window.axe) { " + new String(axe.readAllBytes(), StandardCharsets.UTF_8) + " }");
        }
        JsonNode result = browser.runAsync("const done = arguments[arguments.length - 1];"
                + " axe.run(document, { resultTypes: ['violations'] }).then((found) => done(found.violations.map("
                + "(one) => one.id + ': ' + one.help + ' at ' + one.nodes.slice(0, 3).map((node) => node.html + ' '"
                + " + node.any.map((a) => a.message).join()).join(' | '))));");
        List<String> violations = new ArrayList<>();
        result.forEach(one -> violations.add(one.asText()));
        return violations;
    }
}
