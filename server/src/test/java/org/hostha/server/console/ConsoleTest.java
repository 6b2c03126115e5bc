package org.hostha.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** What is seen and done in the console, in a real browser, on a real server. */
public class ConsoleTest {

    private static final String CONFIRM = "[data-test=confirm-ok]";

    @ClassRule
    public static final ConsoleStage STAGE = new ConsoleStage(5, 8);

    private final Browser browser = STAGE.browser();

    @Before
    public void atTheOverview() {
        browser.complaints();
        STAGE.goTo("");
    }

    @After
    public void theBrowserHadNothingToComplainOf() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    public void aHostIsSeenGoingFromAvailableToFencedWithoutAReload() throws IOException {
        STAGE.goToHost("host-1-1");
        browser.awaitText(ConsoleStage.HOST_STATE, "Available");
        browser.awaitText("[data-test=power-state]", "On");
        browser.run("window.neverReloaded = true");

        STAGE.bmc("host-1-1").setOn(false);
        STAGE.simulate("host-1-1", false, false, true);

        browser.awaitText(ConsoleStage.HOST_STATE, "Fenced");
        browser.awaitText("[data-test=power-state]", "Off");
        browser.await("the API's own words for the reason", () -> browser.text("[data-test=reason]")
                .equals(STAGE.explain("host-1-1").get("reason").asText()));
        browser.awaitText("[data-test=decisions]", "Checking");
        browser.awaitText("#budget", "Fenced after");
        assertThat(browser.run("return document.querySelector('.node.here text').textContent").asText())
                .isEqualTo("Fenced");
        assertThat(browser.run("return window.neverReloaded").asBoolean()).isTrue();
        STAGE.picture("host-fenced");

        STAGE.goTo("");
        browser.awaitText("[aria-label='Hosts that need attention']", "host-1-1");
        STAGE.picture("overview");
    }

    @Test
    public void whatIsKnownOfOneHostIsNotShownAsThatOfTheNext() {
        String added = STAGE.client().call("addHost", Map.of("zoneid", STAGE.zone(), "podid", STAGE.pod(), "clusterid",
                STAGE.cluster("cluster-5"), "hypervisor", "Simulator", "url", "http://sim/none")).at("/host/0/id").asText();
        STAGE.goToHost("host-5-7");
        browser.awaitText("#budget", "at worst");

        browser.run("location.hash = arguments[0]", "#/host/" + added);
        browser.awaitText("h1", "SimulatedAgent");
        assertThat(browser.text("[data-test=host]")).doesNotContain("at worst");
        STAGE.client().call("deleteHost", Map.of("id", added, "forced", "true"));
    }

    @Test
    public void theKillSwitchOfAClusterStopsWorkThereAndNowhereElse() throws IOException {
        STAGE.simulate("host-2-1", false, false, false);
        STAGE.simulate("host-3-1", false, false, false);
        for (String host : new String[] {"host-2-1", "host-3-1"}) {
            STAGE.goToHost(host);
            browser.awaitText(ConsoleStage.HOST_STATE, "Fencing");
        }

        STAGE.goToCluster("cluster-2");
        browser.click("[data-test=disableHAForCluster]");
        browser.click(CONFIRM);
        browser.awaitText("[data-test='switch-Host HA']", "OFF");
        STAGE.picture("cluster-switched-off");

        STAGE.goToHost("host-2-1");
        browser.awaitText(ConsoleStage.HOST_STATE, "Disabled");
        int decided = STAGE.decided("host-2-1");
        int elsewhere = STAGE.decided("host-3-1");
        browser.await("fencing to be tried twice more in the other cluster",
                () -> STAGE.decided("host-3-1") >= elsewhere + 4);
        assertThat(STAGE.decided("host-2-1")).isEqualTo(decided);

        STAGE.simulate("host-2-1", true, true, true);
        STAGE.simulate("host-3-1", true, true, true);
        STAGE.goToCluster("cluster-2");
        browser.click("[data-test=enableHAForCluster]");
        browser.awaitText("[data-test='switch-Host HA']", "on");
    }

    @Test
    public void anOperatorConfirmsThatAHostIsOffByTypingItsNameAndWhatWasSeen() throws IOException {
        STAGE.goToHost("kvm-01");
        browser.awaitText(ConsoleStage.HOST_STATE, "Available");
        STAGE.bmc("kvm-01").freeze();
        STAGE.agent().close();
        browser.await("[data-test=confirmHostFenced]");
        browser.awaitText("[aria-label=Evidence]", "power");
        STAGE.picture("host-in-doubt");

        browser.click("[data-test=confirmHostFenced]");
        browser.type("[data-test=field-reason]", "its plugs are in my hand");
        assertThat(browser.isEnabled("[data-test=verb-ok]")).isFalse();
        browser.type("[data-test=confirm-name]", "kvm-01");
        STAGE.picture("confirm-host-fenced");
        browser.click("[data-test=verb-ok]");

        browser.awaitText(ConsoleStage.HOST_STATE, "Fenced");
        browser.awaitText("[data-test=decisions]", "its plugs are in my hand");
        browser.awaitText("[aria-label='VMs that were on it']", "i-2-3-VM");
        STAGE.goTo("events");
        browser.awaitText("[data-test=events] tbody", "HA.CONFIRM");
    }

    @Test
    public void powerIsTakenOnlyAfterTheNameOfTheHostWasTyped() {
        STAGE.goToHost("host-1-2");
        browser.awaitText("[data-test=power-state]", "On");
        browser.click("[data-test=power-OFF]");
        browser.await(CONFIRM);
        assertThat(browser.isEnabled(CONFIRM)).isFalse();
        browser.type("[data-test=confirm-name]", "host-1-2");
        browser.click(CONFIRM);

        browser.awaitText("[data-test=power-state]", "Off");
        assertThat(STAGE.bmc("host-1-2").isOn()).isFalse();
        browser.click("[data-test=power-ON]");
        browser.click(CONFIRM);
        browser.awaitText("[data-test=power-state]", "On");
    }

    @Test
    public void aHostIsReachedAndItsSwitchTurnedWithTheKeyboardAlone() {
        // A map follows the pointer too: it must not rest where one comes to be.
        browser.hover(".brand");
        browser.run("document.activeElement?.blur()");
        browser.tabTo("canvas");
        browser.press(Browser.RIGHT, Browser.RIGHT, Browser.RIGHT);
        browser.awaitText(".map-says", "host-1-3");
        browser.press(Browser.ENTER);
        browser.await("[data-test=host]");
        browser.awaitText("h1", "host-1-3");
        browser.tabTo("[data-test=disableHAForHost]");
        browser.press(Browser.ENTER);
        browser.await(CONFIRM);
        browser.tabTo(CONFIRM);
        browser.press(Browser.ENTER);
        browser.awaitText(ConsoleStage.HOST_STATE, "Disabled");
        browser.tabTo("[data-test=enableHAForHost]");
        browser.press(Browser.ENTER);
        browser.awaitText(ConsoleStage.HOST_STATE, "Available");
    }

    @Test
    public void whatWasHeldBackOnPurposeIsSaidOnEveryPageThatItIsAbout() {
        browser.click("[data-test=disarmHA]");
        browser.type("[data-test=field-reason]", "core switch replaced");
        browser.click("[data-test=verb-ok]");
        browser.awaitText("[data-test=laid-DISARM]", "everywhere, said admin: core switch replaced");
        STAGE.goToHost("host-1-4");
        browser.awaitText("[data-test=laid-DISARM]", "core switch replaced");

        browser.click("[data-test=suspendHAForHost]");
        browser.type("[data-test=field-duration]", "600");
        browser.click("[data-test=verb-ok]");
        browser.awaitText("[data-test=laid-SUSPEND]", "in host host-1-4, said admin, for another");
        browser.click("[data-test=resumeHAForHost]");
        browser.click("[data-test=verb-ok]");
        browser.await("the suspension to end", () -> !browser.shows("[data-test=laid-SUSPEND]"));

        STAGE.goTo("");
        browser.click("[data-test=armHA]");
        browser.click("[data-test=verb-ok]");
        browser.await("HA to be armed again", () -> !browser.shows("[data-test=laid-DISARM]"));
    }

    @Test
    public void aStormGuardThatHasClosedIsSeenAndReset() throws IOException {
        for (int host = 1; host <= 6; host++) {
            STAGE.simulate("host-5-" + host, false, false, true);
        }
        STAGE.goToCluster("cluster-5");
        browser.awaitText("[data-test=guard-cluster-5]", "CLOSED");
        browser.awaitText("[aria-label='Hosts that need attention']", "host-5-6");
        STAGE.picture("cluster-storm");
        for (int host = 1; host <= 6; host++) {
            STAGE.simulate("host-5-" + host, true, true, true);
        }
        browser.await("all hosts to be well again", () -> !browser.shows("[aria-label='Hosts that need attention']"));
        browser.click("[data-test=resetHAStormGuard]");
        browser.click("[data-test=verb-ok]");
        browser.awaitText("[data-test=guard-cluster-5]", "open");
    }

    @Test
    public void aSettingIsChangedForOneClusterAlone() throws IOException {
        STAGE.goTo("settings");
        browser.type("#scope", "Cluster cluster-3");
        browser.click("[data-test='edit-ha.storm.guard.share']");
        browser.run("document.querySelector('[data-test=setting-value]').select()");
        browser.type("[data-test=setting-value]", "0.25");
        browser.click("[data-test=setting-save]");
        // Other settings were changed before, by the inventory.
        browser.awaitTrue("[...document.querySelectorAll('tbody tr')].map((row) => row.innerText).some((row) =>"
                + " ['ha.storm.guard.share', '0.25', 'changed'].every((part) => row.includes(part)))");
        assertThat(STAGE.value("ha.storm.guard.share", Map.of("clusterid", STAGE.cluster("cluster-3")))).isEqualTo("0.25");
        assertThat(STAGE.value("ha.storm.guard.share", Map.of())).isEqualTo("0.5");
        STAGE.picture("settings");
    }

    @Test
    public void whatTheServerSaysTooLateIsNotTakenForTheSettingsOfAnotherScope() {
        STAGE.goTo("settings");
        browser.awaitTrue("document.querySelectorAll('tbody tr').length > 10");
        browser.run("window.honest = window.fetch; window.fetch = async (where, what) => {"
                + " if (!String(what?.body).includes('zoneid')) { return window.honest(where, what); }"
                + " await new Promise((done) => setTimeout(done, 1000)); setTimeout(() => { window.late = true; }, 500);"
                + " return new Response('{\"listconfigurationsresponse\":{}}'); }");
        for (String scope : new String[] {"Zone zone-1", "The whole cloud"}) {
            browser.run("const select = document.querySelector('#scope');"
                    + " select.value = [...select.options].find((one) => one.text === arguments[0]).value;"
                    + " select.dispatchEvent(new Event('change'));", scope);
        }
        browser.awaitTrue("window.late === true");
        browser.run("window.fetch = window.honest");
        assertThat(browser.run("return document.querySelectorAll('tbody tr').length").asInt()).isGreaterThan(10);
    }

    @Test
    public void eventsAndAlertsShowUpByThemselves() throws IOException {
        STAGE.goTo("events");
        browser.awaitText("[data-test=events] tbody", "HA.RESOURCE.ENABLE");
        STAGE.client().call("updateConfiguration", Map.of("name", "ha.storm.guard.cool.down", "value", "301"));
        browser.awaitText("[data-test=events] tbody", "ha.storm.guard.cool.down");
        STAGE.picture("events");

        STAGE.goTo("alerts");
        STAGE.simulate("host-3-8", false, false, false);
        browser.awaitText("[data-test=alerts] tbody", "host-3-8");
        STAGE.picture("alerts");
        STAGE.simulate("host-3-8", true, true, true);
    }

    @Test
    public void whoHasLoggedOutSeesTheLoginPageAndAWrongPasswordIsRefused() throws IOException {
        browser.click("[data-test=logout]");
        browser.await("#username");
        // What the page was asking for at that moment had no session any more.
        assertThat(browser.complaints()).allMatch(line -> line.contains("401"));
        STAGE.picture("login");
        STAGE.logIn("admin", "not the password");
        browser.await("[role=alert]");
        browser.awaitText("[role=alert]", "Failed to authenticate");
        assertThat(browser.complaints()).allMatch(line -> line.contains("531"));
        browser.run("document.querySelector('#username').select()");
        STAGE.logIn("admin", STAGE.server().password());
        browser.await("[data-test=overview]");
    }
}
