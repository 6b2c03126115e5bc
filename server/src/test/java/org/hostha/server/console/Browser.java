package org.hostha.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A headless Chromium of its own, led over the WebDriver protocol (W3C). */
final class Browser implements AutoCloseable {

    /** Keys that have no letter, as WebDriver writes them. */
    static final String TAB = "\uE004";
    static final String ENTER = "\uE007";
    static final String RIGHT = "\uE014";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    /** Of a click that was not made: something was in front, or the page was just drawn anew. */
    private static final Pattern TOO_EARLY =
            Pattern.compile("element click intercepted|stale element reference|no such element|element not interactable");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process driver;
    private final String session;

    private Browser(Process driver, int port, Map<String, Object> capabilities) {
        this.driver = driver;
        String base = "http://127.0.0.1:" + port + "/session";
        this.session = base + "/" + send("POST", base, Map.of("capabilities", Map.of("alwaysMatch", capabilities)))
                .get("sessionId").asText();
    }

    /** @param profile a directory that the browser may fill */
    static Browser start(Path profile, int width, int height) throws IOException {
        Process driver = new ProcessBuilder("chromedriver", "--port=0", "--allowed-ips=127.0.0.1")
                .redirectErrorStream(true).start();
        List<String> arguments = new ArrayList<>(List.of("--headless=new", "--disable-gpu", "--disable-dev-shm-usage",
                "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--force-prefers-reduced-motion", "--lang=en", "--user-data-dir=" + profile,
                "--window-size=" + width + "," + height));
        if ("root".equals(System.getProperty("user.name"))) {
            // Chromium's sandbox refuses root.
            arguments.add("--no-sandbox");
        }
        try {
            return new Browser(driver, port(driver), Map.of("browserName", "chrome", "goog:chromeOptions",
                    Map.of("binary", "/usr/bin/chromium", "args", arguments), "goog:loggingPrefs",
                    Map.of("browser", "ALL")));
        } catch (IOException | RuntimeException e) {
            driver.destroyForcibly();
            throw e;
        }
    }

    private static int port(Process driver) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher matcher = PORT.matcher(line);
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        throw new IOException("chromedriver did not start");
    }

    void open(String url) {
        command("POST", "/url", Map.of("url", url));
    }

    /** Runs a script in the page, and answers with what it returns. */
    JsonNode run(String script, Object... arguments) {
        return command("POST", "/execute/sync", Map.of("script", script, "args", List.of(arguments)));
    }

    /** Runs a script that calls its last argument with what it has to tell. */
    JsonNode runAsync(String script, Object... arguments) {
        return command("POST", "/execute/async", Map.of("script", script, "args", List.of(arguments)));
    }

    /** The text of the first element that a selector finds; empty where there is none. */
    String text(String selector) {
        return run("return document.querySelector(arguments[0])?.innerText ?? ''", selector).asText();
    }

    boolean shows(String selector) {
        return run("const e = document.querySelector(arguments[0]); return !!e && e.getClientRects().length > 0",
                selector).asBoolean();
    }

    /** Waits until the page shows it. */
    void await(String selector) {
        await(selector + " to show", () -> shows(selector));
    }

    void awaitText(String selector, String part) {
        await("'" + part + "' in " + selector, () -> text(selector).contains(part));
    }

    /** Waits until an expression is true in the page. */
    void awaitTrue(String expression) {
        await(expression, () -> run("return " + expression).asBoolean());
    }

    boolean isEnabled(String selector) {
        return !run("return document.querySelector(arguments[0]).disabled", selector).asBoolean();
    }

    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what + "; the page says:\n" + text("body")
                        + "\nthe browser says: " + complaints());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Clicks as a user does: in the middle, only once nothing is in front, and once it has stopped moving. */
    void click(String selector) {
        await(selector);
        await(selector + " to be at rest", () -> runAsync("const [selector, done] = arguments;"
                + " const at = () => JSON.stringify(document.querySelector(selector)?.getBoundingClientRect() ?? {});"
                + " const before = at(); setTimeout(() => done(before === at()), 60);", selector).asBoolean());
        await(selector + " to take a click", () -> clicks(selector));
    }

    private boolean clicks(String selector) {
        try {
            command("POST", "/element/" + element(selector) + "/click", Map.of());
            return true;
        } catch (AssertionError e) {
            if (TOO_EARLY.matcher(e.getMessage()).lookingAt()) {
                return false;
            }
            throw e;
        }
    }

    /** Moves the pointer over an element. */
    void hover(String selector) {
        await(selector);
        Map<String, Object> move = Map.of("type", "pointerMove", "duration", 0, "x", 0, "y", 0, "origin", find(selector));
        run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", selector);
        command("POST", "/actions", Map.of("actions", List.of(Map.of("type", "pointer", "id", "mouse", "actions", List.of(move)))));
    }

    /** Types into a field. */
    void type(String selector, String text) {
        await(selector);
        command("POST", "/element/" + element(selector) + "/value", Map.of("text", text));
    }

    /** Presses keys where the focus is. */
    void press(String... keys) {
        List<Map<String, String>> actions = new ArrayList<>();
        for (String key : keys) {
            actions.add(Map.of("type", "keyDown", "value", key));
            actions.add(Map.of("type", "keyUp", "value", key));
        }
        command("POST", "/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions))));
    }

    /** Presses Tab until the focus is there, as who has no mouse does. */
    void tabTo(String selector) {
        for (int i = 0; i < 200; i++) {
            if (run("return !!document.activeElement?.matches(arguments[0])", selector).asBoolean()) {
                return;
            }
            press(TAB);
        }
        throw new AssertionError("the Tab key does not lead to " + selector);
    }

    /** A reference to an element, as WebDriver wants it back. */
    private JsonNode find(String selector) {
        return command("POST", "/element", Map.of("using", "css selector", "value", selector));
    }

    private String element(String selector) {
        return find(selector).elements().next().asText();
    }

    /** Shows the page as on a screen of that size, whatever a window can have; in pixels of CSS. */
    void screen(int width, int height, boolean phone) {
        devtools("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
    }

    /** What the operating system is said to prefer. */
    void prefer(String colours) {
        devtools("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    private JsonNode devtools(String name, Map<String, Object> parameters) {
        return command("POST", "/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
    }

    /** Saves the whole page, also what is out of sight. */
    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(devtools("Page.captureScreenshot",
                Map.of("format", "png", "captureBeyondViewport", true)).get("data").asText()));
    }

    /** What the browser wrote to its console since it was last asked: errors of scripts, of the policy, of requests. */
    List<String> complaints() {
        List<String> lines = new ArrayList<>();
        command("POST", "/se/log", Map.of("type", "browser")).forEach(entry -> {
            if (entry.get("level").asText().equals("SEVERE")) {
                lines.add(entry.get("message").asText());
            }
        });
        return lines;
    }

    private JsonNode command(String method, String path, Object body) {
        return send(method, session + path, body);
    }

    private JsonNode send(String method, String url, Object body) {
        try {
            HttpRequest.BodyPublisher content = body == null ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
            HttpResponse<String> response = http.send(HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER)
                    .method(method, content).build(), HttpResponse.BodyHandlers.ofString());
            JsonNode value = JSON.readTree(response.body()).get("value");
            if (response.statusCode() != 200) {
                throw new AssertionError(value.get("error").asText() + ": " + value.get("message").asText());
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            send("DELETE", session, null);
        } finally {
            driver.destroy();
        }
    }
}
