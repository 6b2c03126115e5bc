package org.hostha.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hostha.cloudstack.client.ApiKey;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.cloudstack.client.RequestSigner;
import org.hostha.cloudstack.client.SignatureVersion;
import org.hostha.server.db.Database;

/** A real server on a free port, with its database in a directory, and clients that speak real HTTP to it. */
public final class TestServer implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HostHAServer server;
    private final ApiKey key;
    private final String password;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public TestServer(Path data, Path inventory) throws IOException {
        server = HostHAServer.start(TestDatabase.options(0, data, Optional.ofNullable(inventory))
                .withAdminPassword(Optional.of(data.resolve("admin.password"))));
        password = Files.readString(data.resolve("admin.password")).strip();
        key = MadeSecrets.ofServer(data);
        MadeSecrets.note(password);
    }

    /** The project's own client. */
    public CloudStackClient client() {
        return new CloudStackClient(endpoint(), new RequestSigner(key, SignatureVersion.V3, InstantSource.system()),
                Duration.ofSeconds(30), Duration.ofMillis(20));
    }

    public HostHAServer server() {
        return server;
    }

    /** One of the parts that it is made of. */
    public <T> T bean(Class<T> type) {
        return server.bean(type);
    }

    /** Where it keeps everything. */
    public Database database() {
        return bean(Database.class);
    }

    /** The root admin's. */
    public String password() {
        return password;
    }

    public ApiKey key() {
        return key;
    }

    public URI endpoint() {
        return URI.create(server.endpoint());
    }

    /** A request as it is; nothing is signed or added. */
    public HttpResponse<String> get(String query) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(endpoint() + "?" + query)).build(), BodyHandlers.ofString());
    }

    /** A request as it is, with cookies. */
    public HttpResponse<String> withCookies(String cookies, String query) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(endpoint() + "?" + query)).header("Cookie", cookies).build(),
                BodyHandlers.ofString());
    }

    /** A form as it is. */
    public HttpResponse<String> post(String query, String form) throws IOException, InterruptedException {
        return postWithCookies("", query, form);
    }

    /** A form as it is, with cookies. */
    public HttpResponse<String> postWithCookies(String cookies, String query, String form) throws IOException,
            InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint() + query))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form));
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** A signed request (version 1) by GET. */
    public HttpResponse<String> signed(String command, String... namesAndValues) throws IOException,
            InterruptedException {
        return get(sign(command, namesAndValues));
    }

    /** The query of a request that the root admin has signed (version 1). */
    public String sign(String command, String... namesAndValues) {
        return sign(key, command, namesAndValues);
    }

    /** The query of a signed request (version 1). */
    static String sign(ApiKey key, String command, String... namesAndValues) {
        Map<String, String> parameters =
                new TreeMap<>(Map.of("command", command, "response", "json", "apiKey", key.apiKey()));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        parameters.put("signature", RequestSigner.signature(parameters, key.secretKey()));
        return parameters.entrySet().stream().map(pair -> URLEncoder.encode(pair.getKey(), StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }

    public static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        server.close();
    }
}
