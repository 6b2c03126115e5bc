package org.hostha.cloudstack.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class CloudStackClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String RUNNING = "{\"queryasyncjobresultresponse\":{\"jobid\":\"j-1\",\"jobstatus\":0}}";

    private FakeCloudStack cloud;
    private CloudStackClient client;

    @Before
    public void start() throws IOException {
        cloud = new FakeCloudStack("S3cret/+=");
        client = client(SignatureVersion.V3, cloud.endpoint());
    }

    @After
    public void stop() {
        cloud.close();
    }

    @Test
    public void aSignedListIsUnwrapped() {
        cloud.answer(200, "{\"listhostsresponse\":{\"count\":2,\"host\":[{\"name\":\"a\"},{\"name\":\"b\"}]}}");

        assertThat(client.list("listHosts", Map.of("type", "Routing"), "host"))
                .extracting(host -> host.get("name").asText()).containsExactly("a", "b");
        assertThat(cloud.requests.get(0)).containsEntry("command", "listHosts").containsEntry("type", "Routing");
    }

    @Test
    public void anEmptyListIsEmpty() {
        cloud.answer(200, "{\"listhostsresponse\":{}}");

        assertThat(client.list("listHosts", Map.of(), "host")).isEmpty();
    }

    @Test
    public void anEmptyBodyIsAnEmptyAnswer() {
        cloud.answer(200, "");

        assertThat(client.call("listHosts", Map.of())).isEmpty();
    }

    /** Random values from a fixed seed, over the characters that encoders disagree about. */
    @Test
    public void everyValueSurvivesSigningAndEncodingInBothVersions() {
        Random random = new Random(20260101);
        String[] alphabet = {"~", "*", "+", " ", "%", "&", "=", "/", "'", "\"", "ä", "Ä", "İ", "ß", "€", "😀", "\n", "a",
            "Z", "0", "-", "_", ".", "!", "(", ")", "@", ":", "?", "#", "[", "]", "\\", "Ω"};
        for (int round = 0; round < 300; round++) {
            Map<String, String> parameters = new HashMap<>();
            for (int parameter = 0; parameter <= random.nextInt(4); parameter++) {
                StringBuilder value = new StringBuilder();
                random.ints(random.nextInt(12), 0, alphabet.length).forEach(i -> value.append(alphabet[i]));
                parameters.put((random.nextBoolean() ? "param" : "Param") + random.nextInt(50), value.toString());
            }
            cloud.answer(200, "{\"xresponse\":{\"success\":true}}");

            client(SignatureVersion.values()[round % 2], cloud.endpoint()).call("x", parameters);

            assertThat(cloud.requests.get(round)).containsAllEntriesOf(parameters);
        }
    }

    @Test
    public void theUrlHoldsNeitherKeysNorParameters() {
        cloud.answer(200, "{\"xresponse\":{}}");

        client.call("x", Map.of("password", "hush"));

        assertThat(cloud.urls).containsExactly("POST /client/api");
    }

    @Test
    public void aRefusalCarriesCodesAndText() {
        cloud.answer(431, "{\"xresponse\":{\"uuidList\":[],\"errorcode\":431,\"cserrorcode\":4350,"
                + "\"errortext\":\"Unable to find host by ID: 7\"}}");

        ApiErrorException error =
                catchThrowableOfType(ApiErrorException.class, () -> client.call("x", Map.of("password", "hush")));

        assertThat(error.errorCode()).isEqualTo(431);
        assertThat(error.csErrorCode()).isEqualTo(4350);
        assertThat(error.errorText()).isEqualTo("Unable to find host by ID: 7");
        assertThat(error.command()).isEqualTo("x");
        assertThat(error).hasMessage("x: Unable to find host by ID: 7 (error 431, cserrorcode 4350)");
    }

    @Test
    public void aWrongSecretKeyIsRefusedWith401() {
        CloudStackClient stranger = new CloudStackClient(cloud.endpoint(), new ApiKey("key", "wrong"));

        ApiErrorException error =
                catchThrowableOfType(ApiErrorException.class, () -> stranger.call("listHosts", Map.of()));

        assertThat(error.errorCode()).isEqualTo(401);
    }

    @Test
    public void anAnswerThatIsNotJsonIsQuotedWithItsStatus() {
        cloud.answer(502, "<html>Bad gateway</html>");

        ApiErrorException error = catchThrowableOfType(ApiErrorException.class, () -> client.call("x", Map.of()));

        assertThat(error.errorCode()).isEqualTo(502);
        assertThat(error).hasMessageContaining("Bad gateway");
    }

    @Test
    public void aJobIsFollowedToItsResult() {
        cloud.answer(200, "{\"xresponse\":{\"jobid\":\"j-1\"}}").answer(200, RUNNING).answer(200, RUNNING)
                .answer(200, "{\"queryasyncjobresultresponse\":{\"jobid\":\"j-1\",\"jobstatus\":1,"
                        + "\"jobresult\":{\"hostha\":{\"haenable\":true}}}}");

        assertThat(client.run("x", Map.of(), PATIENCE).at("/hostha/haenable").asBoolean()).isTrue();
        assertThat(cloud.requests.get(1)).containsEntry("command", "queryAsyncJobResult").containsEntry("jobid", "j-1");
    }

    @Test
    public void aSynchronousCommandIsNotPolled() {
        cloud.answer(200, "{\"xresponse\":{\"success\":true}}");

        assertThat(client.run("x", Map.of(), PATIENCE).get("success").asBoolean()).isTrue();
        assertThat(cloud.requests).hasSize(1);
    }

    @Test
    public void aFailedJobCarriesItsError() {
        cloud.answer(200, "{\"xresponse\":{\"jobid\":\"j-1\"}}")
                .answer(200, "{\"queryasyncjobresultresponse\":{\"jobstatus\":2,\"jobresultcode\":530,"
                        + "\"jobresult\":{\"errorcode\":530,\"errortext\":\"no BMC\"}}}");

        ApiErrorException error =
                catchThrowableOfType(ApiErrorException.class, () -> client.run("x", Map.of(), PATIENCE));

        assertThat(error.errorCode()).isEqualTo(530);
        assertThat(error.errorText()).isEqualTo("no BMC");
    }

    @Test
    public void aCancelledJobIsAFailure() {
        cloud.answer(200, "{\"xresponse\":{\"jobid\":\"j-1\"}}")
                .answer(200, "{\"queryasyncjobresultresponse\":{\"jobstatus\":3}}");

        ApiErrorException error =
                catchThrowableOfType(ApiErrorException.class, () -> client.run("x", Map.of(), PATIENCE));

        assertThat(error).hasMessageContaining("j-1");
    }

    @Test
    public void aJobThatDoesNotEndInTimeIsNamed() {
        cloud.answer(200, "{\"xresponse\":{\"jobid\":\"j-1\"}}").answer(200, RUNNING);

        JobTimeoutException error =
                catchThrowableOfType(JobTimeoutException.class, () -> client.run("x", Map.of(), Duration.ZERO));

        assertThat(error.jobId()).isEqualTo("j-1");
    }

    @Test
    public void aClosedPortIsUnreachable() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        CloudStackClient lost = client(SignatureVersion.V1, URI.create("http://127.0.0.1:" + port + "/client/api"));

        UnreachableException error =
                catchThrowableOfType(UnreachableException.class, () -> lost.call("x", Map.of("password", "hush")));

        assertThat(error).hasMessageContaining("127.0.0.1:" + port).hasMessageNotContaining("hush");
    }

    private static CloudStackClient client(SignatureVersion version, URI endpoint) {
        RequestSigner signer =
                new RequestSigner(new ApiKey("key", "S3cret/+="), version, InstantSource.system());
        return new CloudStackClient(endpoint, signer, PATIENCE, Duration.ofMillis(1));
    }
}
