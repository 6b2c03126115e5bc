package org.hostha.demo.zone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Talks to the agent of a simulated host. */
final class AgentClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final URI agent;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

    AgentClient(URI agent) {
        this.agent = agent;
    }

    /** What {@code GET /host} says, or nothing while the agent doesn't answer. */
    Optional<JsonNode> host() {
        return get("/host", Duration.ofSeconds(1));
    }

    Optional<JsonNode> observe(String suspect, List<String> vms) {
        StringBuilder query = new StringBuilder("/observe?host=" + suspect);
        vms.forEach(vm -> query.append("&vm=").append(vm));
        return get(query.toString(), TIMEOUT);
    }

    List<String> vms() {
        List<String> names = new ArrayList<>();
        host().ifPresent(answer -> answer.path("vms").forEach(vm -> names.add(vm.asText())));
        return names;
    }

    /** @return the HTTP status */
    int put(String path) {
        return send(request(path, TIMEOUT).PUT(BodyPublishers.noBody()).build()).statusCode();
    }

    /** @return the HTTP status */
    int delete(String path) {
        return send(request(path, TIMEOUT).DELETE().build()).statusCode();
    }

    private Optional<JsonNode> get(String path, Duration timeout) {
        try {
            HttpResponse<String> answer = http.send(request(path, timeout).build(), BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(JSON.readTree(answer.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        return HttpRequest.newBuilder(agent.resolve(path)).timeout(timeout);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ZoneException("no answer from the agent at " + agent, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private ZoneException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ZoneException("interrupted while asking the agent at " + agent, e);
    }
}
