package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;
import org.hostha.cloudstack.client.ApiKey;
import org.hostha.cloudstack.client.CloudStackClient;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Users, their keys and their roles, over HTTP. */
@Category(OnDatabase.class)
public class UsersApiTest {

    private static final Duration JOB = Duration.ofSeconds(30);
    private static final String PASSWORD = "correct horse battery";

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static TestServer server;
    private static CloudStackClient admin;

    @BeforeClass
    public static void start() throws IOException {
        server = new TestServer(FOLDER.getRoot().toPath().resolve("data"), null);
        admin = server.client();
    }

    @AfterClass
    public static void stop() {
        server.close();
    }

    private static String role(String name) {
        return admin.list("listRoles", Map.of("name", name), "role").get(0).get("id").asText();
    }

    /** A new user's id. */
    private static String user(String name, String role) throws Exception {
        HttpResponse<String> answer = server.post("", server.sign("createAccount", "username", name, "password", PASSWORD,
                "firstname", "F", "lastname", "L", "email", name + "@example.org", "roleid", role(role)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestServer.json(answer).at("/createaccountresponse/user/id").asText();
    }

    private static ApiKey keys(String user) {
        JsonNode keys = admin.call("registerUserKeys", Map.of("id", user)).get("userkeys");
        return new ApiKey(keys.get("apikey").asText(), keys.get("secretkey").asText());
    }

    private static int status(ApiKey key, String command, String... parameters) throws Exception {
        return server.get(TestServer.sign(key, command, parameters)).statusCode();
    }

    private static HttpResponse<String> login(String name, String password) throws Exception {
        return server.post("", "command=login&response=json&username=" + name + "&password=" + password.replace(' ', '+'));
    }

    @Test
    public void anOperatorWhoMayOnlyReadReadsAndChangesNothing() throws Exception {
        ApiKey key = keys(user("reader", "Read-Only Operator"));

        assertThat(status(key, "listHosts")).isEqualTo(200);
        assertThat(status(key, "listHostHAResources")).isEqualTo(200);
        for (JsonNode api : admin.list("listApis", Map.of(), "api")) {
            String name = api.get("name").asText();
            if (!name.matches("(list|get|query|explain).*|login|logout|cloudianIsEnabled")) {
                assertThat(server.post("", TestServer.sign(key, name)).statusCode()).as(name).isEqualTo(401);
            }
        }
        HttpResponse<String> denied = server.get(TestServer.sign(key, "enableHAForHost", "hostid", "1"));
        assertThat(TestServer.json(denied).at("/enablehaforhostresponse/errortext").asText()).isEqualTo(
                "The given command 'enableHAForHost' either does not exist, is not available for user.");
    }

    @Test
    public void anOperatorIsOfferedOnlyWhatItMayCallAndSeesNobodyElsesKeys() throws Exception {
        String id = user("curious", "Read-Only Operator");
        ApiKey key = keys(id);
        String adminId = admin.list("listUsers", Map.of("username", "admin"), "user").get(0).get("id").asText();

        String offered = server.get(TestServer.sign(key, "listApis")).body();
        assertThat(offered).contains("\"listHosts\"").doesNotContain("\"enableHAForHost\"");
        assertThat(status(key, "getUserKeys", "id", id)).isEqualTo(200);
        assertThat(status(key, "getUserKeys", "id", adminId)).isNotEqualTo(200);
        assertThat(server.get(TestServer.sign(key, "listUsers")).body()).doesNotContain(server.key().apiKey())
                .doesNotContain("secretkey");
    }

    @Test
    public void newKeysEndTheOldOnes() throws Exception {
        String id = user("renewing", "Root Admin");
        ApiKey old = keys(id);
        assertThat(status(old, "listZones")).isEqualTo(200);
        ApiKey renewed = keys(id);

        assertThat(status(old, "listZones")).isEqualTo(401);
        assertThat(status(renewed, "listZones")).isEqualTo(200);
    }

    @Test
    public void aDisabledUserIsLetInByNeitherKeyNorPasswordUntilItIsEnabled() throws Exception {
        String id = user("leaving", "Root Admin");
        ApiKey key = keys(id);
        String session = session(login("leaving", PASSWORD));
        admin.run("disableUser", Map.of("id", id), JOB);

        assertThat(status(key, "listZones")).isEqualTo(401);
        assertThat(login("leaving", PASSWORD).statusCode()).isEqualTo(531);
        assertThat(withSession(session).statusCode()).isEqualTo(401);
        admin.call("enableUser", Map.of("id", id));
        assertThat(status(key, "listZones")).isEqualTo(200);

        admin.call("deleteUser", Map.of("id", id));
        assertThat(status(key, "listZones")).isEqualTo(401);
        assertThat(login("leaving", PASSWORD).statusCode()).isEqualTo(531);
    }

    private static String session(HttpResponse<String> login) {
        assertThat(login.statusCode()).as(login.body()).isEqualTo(200);
        return login.headers().allValues("Set-Cookie").stream().map(cookie -> cookie.split(";")[0])
                .collect(Collectors.joining("; "));
    }

    private static HttpResponse<String> withSession(String cookies) throws Exception {
        return server.withCookies(cookies, "command=listZones&response=json&sessionkey="
                + cookies.replaceAll(".*sessionkey=([^;]*).*", "$1"));
    }

    @Test
    public void aPasswordIsChangedByPostAloneAndEndsItsUsersSessions() throws Exception {
        String id = user("changing", "Root Admin");
        String session = session(login("changing", PASSWORD));
        assertThat(server.signed("updateUser", "id", id, "password", "another long one").statusCode()).isEqualTo(405);
        assertThat(server.post("", server.sign("updateUser", "id", id, "password", "short")).statusCode()).isEqualTo(431);
        assertThat(server.post("", server.sign("updateUser", "id", id, "password", "another long one")).statusCode())
                .isEqualTo(200);

        assertThat(withSession(session).statusCode()).isEqualTo(401);
        assertThat(login("changing", PASSWORD).statusCode()).isEqualTo(531);
        assertThat(login("changing", "another long one").statusCode()).isEqualTo(200);
    }

    @Test
    public void thePasswordOfAnAccountNeverStandsInAnUrl() throws Exception {
        assertThat(server.signed("createAccount", "username", "x", "password", PASSWORD, "firstname", "F", "lastname", "L",
                "email", "e", "roleid", role("Root Admin")).statusCode()).isEqualTo(405);
    }

    @Test
    public void whereSignaturesMustExpireOldOnesAndChangesByGetAreRefused() throws Exception {
        String enforced = "enforce.post.requests.and.timestamps";
        admin.call("updateConfiguration", Map.of("name", enforced, "value", "true"));
        try {
            assertThat(server.signed("listZones").statusCode()).isEqualTo(401);
            assertThat(server.get(expiring("listZones", 600)).statusCode()).isEqualTo(200);
            assertThat(server.get(expiring("listZones", 3600)).statusCode()).isEqualTo(401);
            assertThat(server.get(expiring("listZones", -5)).statusCode()).isEqualTo(401);
            assertThat(server.get(expiring("updateConfiguration", 600)).statusCode()).isEqualTo(405);
        } finally {
            assertThat(server.post("", expiring("updateConfiguration", 600, "name", enforced, "value", "false")).statusCode())
                    .isEqualTo(200);
        }
        String poll = server.sign("listZones");
        assertThat(server.get(poll).statusCode()).isEqualTo(200);
        assertThat(server.get(poll).statusCode()).as("the same poll again").isEqualTo(200);
    }

    private static String expiring(String command, int seconds, String... more) {
        String[] all = java.util.Arrays.copyOf(more, more.length + 4);
        all[more.length] = "signatureVersion";
        all[more.length + 1] = "3";
        all[more.length + 2] = "expires";
        all[more.length + 3] = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssZ")
                .format(Instant.now().plusSeconds(seconds).atOffset(ZoneOffset.UTC));
        return server.sign(command, all);
    }
}
