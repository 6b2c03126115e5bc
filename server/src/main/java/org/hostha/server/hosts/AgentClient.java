package org.hostha.server.hosts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Talks to hosts' agents: JSON over HTTP. Calls return at once; a future fails with {@link RefusedException} when the
 * agent said no; any other failure means that it can't be known what became of the request.
 */
public final class AgentClient {

    /** The agent answered, and did not do it. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** @param bootId another one after each boot */
    public record HostReport(String bootId, Set<String> vms) { }

    /**
     * What one pool shows.
     *
     * @param heartbeat of the host in question; empty when it never wrote one
     * @param disks by VM: changes whenever the VM writes
     * @param error why the pool shows nothing; empty when it does
     */
    public record PoolReport(String pool, Optional<String> heartbeat, Map<String, String> disks,
            Optional<String> error) { }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;

    /** @param connectTimeout an agent that takes longer to connect to counts as unreachable */
    public AgentClient(Duration connectTimeout) {
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout).build();
    }

    public CompletableFuture<HostReport> host(URI agent, Duration deadline) {
        return send(agent, "/host", deadline, HttpRequest.Builder::GET, 200).thenApply(body -> {
            JsonNode report = json(agent, body);
            Set<String> vms = new LinkedHashSet<>();
            report.path("vms").forEach(vm -> vms.add(vm.asText()));
            return new HostReport(report.path("bootId").asText(), vms);
        });
    }

    /** Starts a VM, or finds it running there already. */
    public CompletableFuture<Void> start(URI agent, String vm, String pool, Duration deadline) {
        return send(agent, "/vms/" + encode(vm) + "?pool=" + encode(pool), deadline,
                request -> request.PUT(BodyPublishers.noBody()), 200, 201).thenApply(body -> null);
    }

    /** Stops a VM, or finds it not running there. */
    public CompletableFuture<Void> stop(URI agent, String vm, Duration deadline) {
        return send(agent, "/vms/" + encode(vm), deadline, HttpRequest.Builder::DELETE, 200, 204)
                .thenApply(body -> null);
    }

    /** Stops a VM, and looks whether it is gone there. */
    public CompletableFuture<Boolean> stopAndLook(URI agent, String vm, Duration deadline) {
        return stop(agent, vm, deadline).thenCompose(stopped -> host(agent, deadline))
                .thenApply(report -> !report.vms().contains(vm));
    }

    /** What an agent sees of another host, and of its VMs, in the pools that both share. */
    public CompletableFuture<List<PoolReport>> observe(URI agent, String suspect, List<String> vms, Duration deadline) {
        String query = vms.stream().map(vm -> "&vm=" + encode(vm))
                .collect(Collectors.joining("", "host=" + encode(suspect), ""));
        return send(agent, "/observe?" + query, deadline, HttpRequest.Builder::GET, 200).thenApply(body -> {
            List<PoolReport> pools = new java.util.ArrayList<>();
            json(agent, body).path("pools").forEach(pool -> pools.add(poolReport(pool)));
            return pools;
        });
    }

    private static PoolReport poolReport(JsonNode pool) {
        Map<String, String> disks = new HashMap<>();
        pool.path("disks").properties().forEach(disk -> disks.put(disk.getKey(), disk.getValue().asText()));
        return new PoolReport(pool.path("pool").asText(), text(pool, "heartbeat"), disks, text(pool, "error"));
    }

    private static Optional<String> text(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(node.get(field).asText()) : Optional.empty();
    }

    private CompletableFuture<String> send(URI agent, String path, Duration deadline,
            java.util.function.UnaryOperator<HttpRequest.Builder> method, Integer... accepted) {
        HttpRequest request;
        CompletableFuture<HttpResponse<String>> exchange;
        try {
            request = method.apply(HttpRequest.newBuilder(agent.resolve(path)).timeout(deadline)).build();
            exchange = http.sendAsync(request, BodyHandlers.ofString());
        } catch (IllegalArgumentException e) {
            // Such as an address that is none of HTTP; what was sent to another address before may have been done there.
            return CompletableFuture.failedFuture(e);
        }
        exchange.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<String> answer = exchange.thenApply(response -> {
            if (!List.of(accepted).contains(response.statusCode())) {
                throw new RefusedException("the agent at " + agent + " answered " + response.statusCode() + " to "
                        + request.method() + " " + request.uri().getPath());
            }
            return response.body();
        });
        answer.whenComplete((body, failure) -> {
            if (answer.isCancelled()) {
                exchange.cancel(true);
            }
        });
        return answer;
    }

    private static JsonNode json(URI agent, String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new RefusedException("the agent at " + agent + " answered something that is not JSON");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
