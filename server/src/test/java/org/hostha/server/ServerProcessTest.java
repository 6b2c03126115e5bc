package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hostha.cloudstack.client.ApiKey;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The server as people start it: a process with its command line, its output and its log as shipped. */
public class ServerProcessTest {

    private static final long WAIT_SECONDS = 120;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> output = new ArrayList<>();
    private Process process;
    private Path data;
    private Path log;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private String start(String... options) throws IOException {
        data = folder.getRoot().toPath().resolve("data");
        log = folder.getRoot().toPath().resolve("log");
        output.clear();
        process = launch(ProcessBuilder.Redirect.PIPE, ProcessBuilder.Redirect.appendTo(log.toFile()), options);
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            output.add(line);
            if (line.startsWith("ready: ")) {
                return line.substring("ready: ".length());
            }
        }
        throw new AssertionError("the server did not start: " + Files.readString(log));
    }

    private Process launch(ProcessBuilder.Redirect errors, ProcessBuilder.Redirect out, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-cp",
                System.getProperty("java.class.path"), ServerMain.class.getName(), "--port", "0", "--data",
                folder.getRoot().toPath().resolve("data").toString()));
        command.addAll(Arrays.asList(options));
        return new ProcessBuilder(command).redirectError(errors).redirectOutput(out).start();
    }

    @After
    public void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private HttpResponse<String> post(String endpoint, String form) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(endpoint)).header("Content-Type",
                "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> login(String endpoint, String password) throws Exception {
        return post(endpoint, "command=login&response=json&username=admin&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8));
    }

    private ApiKey keys() throws IOException {
        List<String> lines = Files.readAllLines(data.resolve("admin.apikey"));
        return new ApiKey(lines.get(0).split("=", 2)[1], lines.get(1).split("=", 2)[1]);
    }

    @Test
    public void theFirstStartTellsAMadeUpPasswordOnceAndNoSecretIsEverLogged() throws Exception {
        String endpoint = start();
        assertThat(URI.create(endpoint).getHost()).isEqualTo("127.0.0.1");
        String told = output.stream().filter(line -> line.startsWith("user: admin, password: ")).findFirst().orElseThrow();
        String password = told.replaceFirst("user: admin, password: (\\S+) .*", "$1");
        assertThat(password).hasSizeGreaterThanOrEqualTo(16).isNotEqualTo("password");
        HttpResponse<String> login = login(endpoint, password);
        assertThat(login.statusCode()).isEqualTo(200);
        String session = TestServer.json(login).at("/loginresponse/sessionkey").asText();
        assertThat(login(endpoint, "a-wrong-secret").statusCode()).isEqualTo(531);
        ApiKey keys = keys();
        assertThat(post(endpoint, TestServer.sign(keys, "createAccount", "username", "x", "password", "a-new-secret",
                "firstname", "F", "lastname", "L", "email", "e", "roleid", "none")).statusCode()).isEqualTo(431);
        assertThat(post(endpoint, TestServer.sign(keys, "configureOutOfBandManagement", "hostid", "1", "driver", "ipmi",
                "address", "127.0.0.1", "port", "1", "username", "u", "password", "a-bmc-secret")).statusCode())
                .isNotEqualTo(200);
        stop();

        endpoint = start();
        assertThat(output).noneMatch(line -> line.contains("password"));
        assertThat(login(endpoint, password).statusCode()).isEqualTo(200);
        assertThat(Files.readString(log)).contains("management server is up", "a login from 127.0.0.1 was refused")
                .doesNotContain(password, session, "a-wrong-secret", "a-new-secret", "a-bmc-secret", keys.secretKey(),
                        "signature=");
    }

    @Test
    public void helpNamesEveryOptionAndAWrongOneIsRefused() throws Exception {
        process = launch(ProcessBuilder.Redirect.DISCARD, ProcessBuilder.Redirect.PIPE, "--help");
        String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(help).contains("--bind", "--port", "--data", "--inventory", "--api-key-file", "--key-file",
                "--admin-password-file", "--keystore", "--keystore-password-file", "--database", "--database-user",
                "--database-password-file");

        process = launch(ProcessBuilder.Redirect.PIPE, ProcessBuilder.Redirect.DISCARD, "--colour");
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)).contains("--colour");
        assertThat(process.waitFor()).isEqualTo(2);
    }
}
