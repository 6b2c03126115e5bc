package org.hostha.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hostha.server.TestServer;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** How the console's files are served, and what is not. */
public class ConsoleHandlerTest {

    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"(console/[^\"]+)\"");

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static TestServer server;

    @BeforeClass
    public static void start() throws IOException {
        server = new TestServer(FOLDER.newFolder("data").toPath(), null);
    }

    @AfterClass
    public static void stop() {
        server.close();
    }

    @Test
    public void thePageRunsScriptsOfItsOwnAloneAndIsFramedByNobody() throws Exception {
        HttpResponse<String> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(policy -> assertThat(policy)
                .contains("default-src 'none'", "script-src 'self';", "connect-src 'self'", "frame-ancestors 'none'",
                        "base-uri 'none'")
                .doesNotContain("unsafe-eval"));
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(page.body()).doesNotContain("<script>");
    }

    @Test
    public void everyFileThatThePageNamesIsThere() throws Exception {
        Matcher reference = REFERENCE.matcher(get("/").body());
        int found = 0;
        while (reference.find()) {
            assertThat(get("/" + reference.group(1)).statusCode()).as(reference.group(1)).isEqualTo(200);
            found++;
        }
        assertThat(found).isGreaterThan(10);
    }

    @Test
    public void nothingElseOfTheClassPathIsServed() throws Exception {
        for (String path : List.of("/console/../log4j2.xml", "/console/%2e%2e/%2e%2e/server/log4j2.xml",
                "/console/..%2flog4j2.xml", "/console/lib/vue/package.json", "/console/",
                "/console/lib/vue/dist/../../../log4j2.xml", "/console/nothing.js")) {
            assertThat(get(path).statusCode()).as(path).isIn(400, 404);
        }
    }

    @Test
    public void whatABrowserHasAlreadyIsNotSentAgain() throws Exception {
        String tag = get("/console/main.js").headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = HTTP.send(to("/console/main.js").header("If-None-Match", tag).build(),
                BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    public void theStreamIsForSessionsAlone() throws Exception {
        assertThat(post("sessionkey=made-up").statusCode()).isEqualTo(401);
        assertThat(post("").statusCode()).isEqualTo(401);
        assertThat(get("/console/live").statusCode()).isEqualTo(405);
    }

    private static HttpResponse<String> post(String form) throws Exception {
        return HTTP.send(to("/console/live").header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(to(path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(server.endpoint().resolve(path));
    }
}
