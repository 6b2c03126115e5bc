package org.hostha.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hostha.core.Secret;
import org.hostha.core.SecretCipher;
import org.hostha.server.OnDatabase;
import org.hostha.server.TestServer;
import org.hostha.server.api.Origin;
import org.hostha.server.api.Role;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

@Category(OnDatabase.class)
public class LoginTest {

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static TestServer server;

    @BeforeClass
    public static void start() throws IOException {
        server = new TestServer(FOLDER.getRoot().toPath().resolve("data"), null);
    }

    @AfterClass
    public static void stop() {
        server.close();
    }

    private static HttpResponse<String> login(String username, String password, String more) throws Exception {
        return server.post("", "command=login&response=json&username=" + username + "&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8) + more);
    }

    private static String cookies(HttpResponse<String> login) {
        return login.headers().allValues("Set-Cookie").stream().map(cookie -> cookie.split(";")[0])
                .collect(Collectors.joining("; "));
    }

    private static String key(HttpResponse<String> login) throws IOException {
        return TestServer.json(login).at("/loginresponse/sessionkey").asText();
    }

    @Test
    public void theRightPasswordOpensASession() throws Exception {
        HttpResponse<String> login = login("admin", server.password(), "&domain=/");
        JsonNode answer = TestServer.json(login).get("loginresponse");

        assertThat(login.statusCode()).isEqualTo(200);
        assertThat(answer.get("username").asText()).isEqualTo("admin");
        assertThat(answer.get("type").asText()).isEqualTo("1");
        assertThat(answer.get("timeout").isInt()).isTrue();
        assertThat(answer.get("is2faenabled").asText()).isEqualTo("false");
        assertThat(login.headers().allValues("Set-Cookie")).hasSize(2).allMatch(cookie -> cookie.contains(";HttpOnly")
                && cookie.contains(";SameSite=Lax"));

        HttpResponse<String> listing = server.withCookies(cookies(login),
                "command=listZones&response=json&sessionkey=" + key(login));
        assertThat(listing.statusCode()).isEqualTo(200);
        assertThat(listing.body()).isEqualTo("{\"listzonesresponse\":{}}");
    }

    @Test
    public void commandNamesOfTheSessionHaveAnyCaseAndTheDomainMayBeAnId() throws Exception {
        String domain = TestServer.json(login("admin", server.password(), "")).at("/loginresponse/domainid").asText();

        assertThat(server.post("", "command=LOGIN&response=json&username=admin&password=" + server.password()
                + "&domain=nowhere&domainId=" + domain).statusCode()).isEqualTo(200);
        assertThat(login("admin", server.password(), "&domain=nowhere").statusCode()).isEqualTo(531);
    }

    @Test
    public void aPasswordInAnUrlIsRefusedAsBareText() throws Exception {
        HttpResponse<String> answer = server.get("command=login&response=json&username=admin&password=x");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).doesNotContain("{");
    }

    @Test
    public void wrongNamesAndWrongPasswordsLookAlike() throws Exception {
        HttpResponse<String> wrongPassword = login("admin", "guess", "");
        HttpResponse<String> wrongName = login("nobody", "guess", "");

        assertThat(wrongPassword.statusCode()).isEqualTo(531);
        assertThat(wrongName.body()).isEqualTo(wrongPassword.body());
        assertThat(TestServer.json(wrongName).at("/loginresponse/errorcode").asInt()).isEqualTo(531);
        assertThat(wrongName.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    public void guessingHasToWait() throws Exception {
        // The first pause is a second, and may pass before the next guess; each is twice as long.
        HttpResponse<String> answer = await().atMost(Duration.ofSeconds(60)).until(() -> login("guessed", "x", ""),
                guess -> guess.body().contains("Too many failed logins"));

        assertThat(answer.statusCode()).isEqualTo(531);
        assertThat(login("admin", server.password(), "").statusCode()).isEqualTo(200);
    }

    @Test
    public void aSessionUsedWithoutItsKeyEnds() throws Exception {
        HttpResponse<String> login = login("admin", server.password(), "");

        assertThat(server.withCookies(cookies(login), "command=listZones&response=json").statusCode()).isEqualTo(401);
        assertThat(server.withCookies(cookies(login), "command=listZones&response=json&sessionkey=" + key(login))
                .statusCode()).isEqualTo(401);
    }

    @Test
    public void anUnknownCommandOfASessionIs432AndNoCommand400() throws Exception {
        HttpResponse<String> login = login("admin", server.password(), "");

        assertThat(server.withCookies(cookies(login), "command=fly&response=json&sessionkey=" + key(login))
                .statusCode()).isEqualTo(432);
        assertThat(server.withCookies(cookies(login), "response=json&sessionkey=" + key(login)).statusCode())
                .isEqualTo(400);
    }

    @Test
    public void aSessionEndsWithThePasswordThatItWasOpenedWithWhicheverManagerChangesThat() throws Exception {
        Users users = server.bean(Users.class);
        long user = users.create("changing", Secret.of("the-old-password"), "first", "last", "", Role.ROOT_ADMIN);
        HttpResponse<String> before = login("changing", "the-old-password", "");
        String listing = "command=listZones&response=json&sessionkey=" + key(before);
        Optional<String> id = before.headers().allValues("Set-Cookie").stream().map(cookie -> cookie.split("[=;]"))
                .filter(cookie -> cookie[0].equals("JSESSIONID")).map(cookie -> cookie[1]).findFirst();
        Origin origin = new Origin(true, false, "127.0.0.1", Map.of("JSESSIONID", id.orElseThrow()));
        SessionAuthenticator sessions = server.bean(SessionAuthenticator.class);
        assertThat(server.withCookies(cookies(before), listing).statusCode()).isEqualTo(200);
        assertThat(sessions.isOpen(origin)).isTrue();

        Users onAnotherManager = new Users(server.database(), server.bean(SecretCipher.class),
                new Sessions(System::nanoTime));
        onAnotherManager.changePassword(user, Secret.of("the-new-password"));

        assertThat(sessions.isOpen(origin)).isFalse();
        assertThat(server.withCookies(cookies(before), listing).statusCode()).isEqualTo(401);
        assertThat(login("changing", "the-new-password", "").statusCode()).isEqualTo(200);
    }

    @Test
    public void anErrorThatIsLongerThanHeadersMayBeIsCutThereAndWholeInTheBody() throws Exception {
        HttpResponse<String> login = login("admin", server.password(), "");
        String command = "a".repeat(20_000);
        HttpResponse<String> answer = server.postWithCookies(cookies(login), "",
                "command=" + command + "&response=json&sessionkey=" + key(login));

        assertThat(answer.statusCode()).isEqualTo(432);
        assertThat(answer.headers().firstValue("X-Description")).hasValueSatisfying(
                text -> assertThat(text).startsWith("The given command aaa").hasSizeLessThan(2000));
        assertThat(answer.body()).contains(command);
    }

    @Test
    public void logoutEndsTheSessionAndItsCookies() throws Exception {
        HttpResponse<String> login = login("admin", server.password(), "");
        HttpResponse<String> logout = server.withCookies(cookies(login), "command=logout&response=json");

        assertThat(logout.body()).isEqualTo("{\"logoutresponse\":{\"description\":\"success\"}}");
        List<String> set = logout.headers().allValues("Set-Cookie");
        assertThat(set).hasSize(2).allMatch(cookie -> cookie.contains("Max-Age=0"));
        assertThat(server.withCookies(cookies(login), "command=logout&response=json").statusCode()).isEqualTo(431);
        assertThat(server.withCookies(cookies(login), "command=listZones&response=json&sessionkey=" + key(login))
                .statusCode()).isEqualTo(401);
    }
}
