package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.hostha.cloudstack.client.ApiKey;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.cloudstack.client.RequestSigner;
import org.hostha.cloudstack.client.SignatureVersion;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the server's process writes to its standard output. */
public class LogTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration JOB = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Process process;

    @After
    public void end() {
        process.destroyForcibly();
    }

    @Test
    public void everyLineIsAnObjectAndADecisionNamesHostClusterOwnerEpochAndItsId() throws Exception {
        CloudStackClient client = start();
        String id = client.call("listHosts", Map.of()).get("host").get(0).get("id").asText();
        client.call("configureSimulatorHAProviderState",
                Map.of("hostid", id, "health", "false", "activity", "true", "recover", "true", "fence", "true"));
        client.run("configureHAForHost", Map.of("hostid", id, "provider", "SimulatorHAProvider"), JOB);
        client.run("enableHAForHost", Map.of("hostid", id), JOB);
        await().atMost(PATIENCE).until(() -> decision("Degraded").isPresent());

        JsonNode line = decision("Degraded").orElseThrow();
        assertThat(line.get("host").asText()).isEqualTo("sim-01");
        assertThat(line.get("hostId").asText()).isEqualTo(id);
        assertThat(line.get("cluster").asText()).isEqualTo("rack-7");
        assertThat(line.get("ownerEpoch").asLong()).isPositive();
        JsonNode decisions = client.call("listHostHADecisions", Map.of("hostid", id)).get("hosthadecision");
        JsonNode recorded = StreamSupport.stream(decisions.spliterator(), false)
                .filter(one -> one.get("id").asText().equals(line.get("decisionId").asText())).findFirst().orElseThrow();
        assertThat(recorded.get("tostate").asText()).isEqualTo("Degraded");
        assertThat(line.get("message").asText()).endsWith(recorded.get("reason").asText());

        process.destroy();
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(lines()).allSatisfy(one -> assertThat(one.fieldNames()).toIterable()
                .contains("time", "level", "logger", "thread", "message"));
        assertThat(lines()).last().satisfies(one -> assertThat(one.get("message").asText()).contains("has stopped"));
    }

    private CloudStackClient start() throws IOException {
        Path inventory = folder.newFile("inventory.yaml").toPath();
        Files.writeString(inventory, """
                zones:
                  - name: zone-1
                    pods:
                      - name: pod-1
                        clusters:
                          - name: rack-7
                            hypervisor: Simulator
                            hosts: [{name: sim-01, address: 10.0.0.1}]
                settings: {ha.scan.interval: 1}
                """);
        Path data = folder.getRoot().toPath().resolve("data");
        Path said = folder.newFile("stderr").toPath();
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx160m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), ServerMain.class.getName(),
                "--port", "0", "--data", data.toString(), "--inventory", inventory.toString(),
                "--admin-password-file", data.resolve("admin.password").toString())
                .redirectOutput(Redirect.to(folder.newFile("stdout"))).redirectError(Redirect.to(said.toFile())).start();
        await().atMost(PATIENCE).until(() -> ready(said).isPresent() || !process.isAlive());
        List<String> keys = Files.readAllLines(data.resolve("admin.apikey"));
        return new CloudStackClient(ready(said).orElseThrow(), new RequestSigner(
                new ApiKey(keys.get(0).substring("apikey=".length()), keys.get(1).substring("secretkey=".length())),
                SignatureVersion.V3, InstantSource.system()), JOB, Duration.ofMillis(50));
    }

    private static Optional<URI> ready(Path said) throws IOException {
        return Files.readAllLines(said).stream().filter(line -> line.startsWith("ready: "))
                .map(line -> URI.create(line.substring("ready: ".length()))).findFirst();
    }

    /** The line of the first decision that led to a state. */
    private Optional<JsonNode> decision(String state) throws IOException {
        return lines().stream().filter(line -> line.has("decisionId")
                && line.get("message").asText().contains("-> " + state + " ")).findFirst();
    }

    /** All whole lines so far. */
    private List<JsonNode> lines() throws IOException {
        String text = Files.readString(folder.getRoot().toPath().resolve("stdout"));
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            lines.add(parse(line));
        }
        return lines;
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
