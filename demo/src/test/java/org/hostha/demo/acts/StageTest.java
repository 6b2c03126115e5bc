package org.hostha.demo.acts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hostha.cloudstack.client.ApiKey;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.demo.Admin;
import org.hostha.demo.Terminal;
import org.hostha.demo.zone.SimulatedHost;
import org.hostha.demo.zone.SimulatedZone;
import org.hostha.demo.zone.ZoneLayout;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The judge, judged: a real zone, and a server that claims what the test lets it claim. */
public class StageTest {

    private static final String VM = "i-2-3-VM";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    /** Command to the content of its answer. */
    private final Map<String, String> claims = new ConcurrentHashMap<>();
    private HttpServer server;
    private SimulatedZone zone;
    private Stage stage;

    @Before
    public void start() throws IOException {
        zone = SimulatedZone.start(folder.getRoot().toPath().resolve("zone"),
                ZoneLayout.regular("test", List.of(1), 2, 1));
        claims.put("listHosts", """
                {"host":[{"id":"1","name":"kvm-01","hostha":{"hastate":"Available"}}]}""");
        claims.put("explainHostHA", """
                {"hosthaexplanation":{"timebudgetseconds":1.5}}""");
        claims.put("listHostHADecisions", "{}");
        claimPlace("kvm-01");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/client/api", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String command = URLDecoder.decode(form.replaceAll(".*\\bcommand=([A-Za-z]+).*", "$1"),
                    StandardCharsets.UTF_8);
            byte[] answer = ("{\"answer\":" + claims.get(command) + "}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        Terminal terminal = new Terminal(new PrintStream(shown, true, StandardCharsets.UTF_8), false);
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/client/api");
        Admin admin = new Admin(new CloudStackClient(endpoint, new ApiKey("a", "s")), terminal);
        stage = new Stage(zone, admin, terminal, Duration.ofSeconds(4));
    }

    @After
    public void stop() {
        zone.close();
        server.stop(0);
    }

    @Test
    public void aFencedHostWhoseVmsRunElsewhereIsAsExpected() throws InterruptedException {
        Outcome outcome = stage.play(moving(host -> {
            host.losePower();
            startOnNeighbour();
            claimPlace("kvm-02");
            claimState("Fenced", "seen off twice");
        }));

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.power()).isEqualTo("Off");
        assertThat(outcome.vms()).containsEntry(VM, "Running on kvm-02");
        assertThat(outcome.fencedAfter()).isPresent();
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .containsPattern("\\+\\d+\\.\\d s  kvm-01  Fenced +seen off twice");
    }

    @Test
    public void aVmThatRunsElsewhereOnlyByTheApiIsNotAsExpected() throws InterruptedException {
        Outcome outcome = stage.play(moving(host -> {
            host.losePower();
            claimPlace("kvm-02");
            claimState("Fenced", "");
        }));

        assertThat(outcome.failures()).singleElement().asString().contains(VM, "Running on kvm-02", "no host");
    }

    @Test
    public void aHostThatIsCalledFencedButIsNotOffIsNotAsExpected() throws InterruptedException {
        Outcome outcome = stage.play(moving(host -> claimState("Fenced", "")));

        assertThat(outcome.failures()).contains("BMC says On, not Off");
    }

    @Test
    public void aVmThatRanTwiceIsNotAsExpectedHoweverTheRestLooks() throws InterruptedException {
        Outcome outcome = stage.play(moving(host -> {
            host.hang();
            startOnNeighbour();
            host.losePower();
            claimPlace("kvm-02");
            claimState("Fenced", "");
        }));

        assertThat(outcome.failures()).isNotEmpty().allMatch(failure -> failure.startsWith(VM));
        assertThat(outcome.holds()).isFalse();
    }

    @Test
    public void aForbiddenStateIsNotForgottenWhenTheLastStateIsAsExpected() throws InterruptedException {
        Outcome outcome = stage.play(staying(Set.of("Recovering"), host -> claims.put("listHostHADecisions", """
                {"hosthadecision":[{"id":8,"tostate":"Degraded","reason":"alive"},
                                   {"id":7,"tostate":"Recovering","reason":"dead"}]}""")));

        assertThat(outcome.state()).isEqualTo("Degraded");
        assertThat(outcome.failures()).containsExactly("was Recovering");
    }

    @Test
    public void aHostThatIsLeftAloneIsAsExpectedWhileItsVmsWrite() throws InterruptedException {
        Outcome outcome = stage.play(staying(Set.of("Recovering", "Fencing", "Fenced"), host -> {
            host.killAgent();
            claimState("Degraded", "alive");
        }));

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.fencedAfter()).isEmpty();
    }

    @Test
    public void theVerdictTableShowsWhatWasExpectedAndWhatFailed() throws InterruptedException {
        Outcome outcome = stage.play(moving(host -> claimState("Fenced", "")));
        shown.reset();

        VerdictTable.print(new Terminal(new PrintStream(shown, true, StandardCharsets.UTF_8), false),
                List.of(outcome), List.of());

        assertThat(shown.toString(StandardCharsets.UTF_8))
                .containsPattern("x +kvm-01 +Fenced, VMs elsewhere +Fenced .* 1\\.5 s +On +kvm-01 1 +no +FAILED")
                .contains("BMC says On, not Off").contains(VM + " Running on kvm-01");
    }

    private static Act moving(Consumer<SimulatedHost> failure) {
        return new Act("x", "kvm-01", "a test", failure,
                new Act.Expectation("Fenced", Set.of(), true, "Off", Duration.ZERO));
    }

    private static Act staying(Set<String> never, Consumer<SimulatedHost> failure) {
        return new Act("x", "kvm-01", "a test", failure,
                new Act.Expectation("Degraded", never, false, "On", Duration.ofMillis(500)));
    }

    private void claimState(String state, String reason) {
        claims.put("listHostHADecisions",
                "{\"hosthadecision\":[{\"id\":7,\"tostate\":\"" + state + "\",\"reason\":\"" + reason + "\"}]}");
    }

    private void claimPlace(String host) {
        claims.put("listVirtualMachines", "{\"virtualmachine\":[{\"name\":\"" + VM
                + "\",\"state\":\"Running\",\"hostname\":\"" + host + "\"}]}");
    }

    private void startOnNeighbour() {
        URI vm = zone.host("kvm-02").agentUri().resolve("/vms/" + VM + "?pool=nfs-1");
        try {
            assertThat(HttpClient.newHttpClient().send(HttpRequest.newBuilder(vm).PUT(BodyPublishers.noBody()).build(),
                    BodyHandlers.discarding()).statusCode()).isEqualTo(201);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
