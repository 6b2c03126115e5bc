package org.hostha.testkit.example;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.MonotonicTime;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.spi.HAProvider;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.spi.PowerReader.Session;

/**
 * The example of the provider guide: hosts of a hypervisor called Cell. Each answers health checks over HTTP and, while it runs
 * VMs, renews a lease at a registry five times a second.
 */
public final class CellHAProvider implements HAProvider {

    /** Two renewals, and some patience. */
    private static final Duration WINDOW = Duration.ofMillis(600);

    /** A lease as it was seen, and when it was first seen so. */
    private record Sight(String lease, MonotonicTime since) { }

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Function<Resource, URI> hosts;
    private final URI registry;
    private final OutOfBandManagementService power;
    private final EventLoop time;
    private final Map<Resource, Sight> sights = new ConcurrentHashMap<>();

    /** @param hosts where a host answers health checks */
    public CellHAProvider(Function<Resource, URI> hosts, URI registry, OutOfBandManagementService power, EventLoop time) {
        this.hosts = hosts;
        this.registry = registry;
        this.power = power;
        this.time = time;
    }

    @Override
    public String name() {
        return "CellHAProvider";
    }

    @Override
    public PartitionType resourceType() {
        return PartitionType.Host;
    }

    @Override
    public String resourceSubType() {
        return "Cell";
    }

    @Override
    public Eligibility eligibility(Resource host) {
        return power.fencingObstacle(host).map(Eligibility::ineligible).orElse(Eligibility.ELIGIBLE);
    }

    @Override
    public HAPolicy policy(Resource host) {
        Duration pause = Duration.ofMillis(200);
        Duration timeout = Duration.ofSeconds(5);
        return new HAPolicy(pause, timeout, pause, timeout, WINDOW, 3, 0.7, Duration.ofMinutes(5), 0, timeout, timeout, timeout,
                timeout, Duration.ofMinutes(1), 3, pause, timeout, timeout, Optional.empty(), false);
    }

    @Override
    public CompletableFuture<Evidence> checkHealth(Resource host, Duration deadline) {
        CompletableFuture<Evidence> asked = Futures.map(get(hosts.apply(host), deadline), response -> {
            if (response.statusCode() != 200) {
                return Evidence.unknown("cell", "answered with status " + response.statusCode());
            }
            sights.remove(host);
            return Evidence.alive("cell", "answered");
        });
        return Futures.recover(asked, failure ->
                CompletableFuture.completedFuture(Evidence.dead("cell", "did not answer (" + failure + ")")));
    }

    @Override
    public CompletableFuture<Evidence> checkActivity(Resource host, Duration deadline) {
        URI lease = registry.resolve("/leases/" + host.uuid());
        CompletableFuture<Evidence> asked = Futures.map(get(lease, deadline), response -> response.statusCode() == 200
                ? judge(host, response.body()) : Evidence.unknown("registry", "status " + response.statusCode()));
        return Futures.recover(asked, failure ->
                CompletableFuture.completedFuture(Evidence.unknown("registry", "could not be asked (" + failure + ")")));
    }

    private Evidence judge(Resource host, String lease) {
        MonotonicTime now = time.now();
        Sight before = sights.get(host);
        Sight sight = before != null && before.lease().equals(lease) ? before : new Sight(lease, now);
        sights.put(host, sight);
        if (before == null) {
            return Evidence.unknown("registry", "its lease is seen for the first time");
        }
        if (sight != before) {
            return Evidence.alive("registry", "its lease was renewed");
        }
        Duration silent = now.since(sight.since());
        String words = "its lease was not renewed for " + silent.toMillis() + " ms";
        return silent.compareTo(WINDOW) < 0 ? Evidence.unknown("registry", words) : Evidence.dead("registry", words);
    }

    private CompletableFuture<HttpResponse<String>> get(URI what, Duration deadline) {
        return http.sendAsync(HttpRequest.newBuilder(what).timeout(deadline).build(), BodyHandlers.ofString());
    }

    @Override
    public CompletableFuture<PowerReading> readPower(Resource host, boolean fresh, Duration deadline) {
        return power.readPower(host, fresh ? Session.FRESH : Session.ANY, deadline);
    }

    @Override
    public CompletableFuture<String> forceOff(Resource host, Purpose purpose, Duration deadline) {
        return power.changePower(host, PowerOperation.OFF, deadline);
    }

    @Override
    public CompletableFuture<String> powerOn(Resource host, Purpose purpose, Duration deadline) {
        return power.changePower(host, PowerOperation.ON, deadline);
    }
}
