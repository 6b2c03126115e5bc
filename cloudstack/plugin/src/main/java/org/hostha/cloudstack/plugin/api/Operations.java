package org.hostha.cloudstack.plugin.api;

import com.cloud.resource.ResourceManager;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.cloudstack.api.response.HostHAResponse;
import org.apache.cloudstack.context.CallContext;
import org.hostha.cloudstack.plugin.api.response.FencingProofResponse;
import org.hostha.cloudstack.plugin.api.response.HADirectiveResponse;
import org.hostha.cloudstack.plugin.api.response.HAQueueResponse;
import org.hostha.cloudstack.plugin.api.response.HAReleaseResponse;
import org.hostha.cloudstack.plugin.api.response.HAStormGuardResponse;
import org.hostha.cloudstack.plugin.api.response.HATimeBudgetResponse;
import org.hostha.cloudstack.plugin.api.response.HostHADecisionResponse;
import org.hostha.cloudstack.plugin.api.response.HostHAExplanationResponse;
import org.hostha.cloudstack.plugin.api.response.PreflightResponse;
import org.hostha.cloudstack.plugin.inventory.HostRow;
import org.hostha.cloudstack.plugin.inventory.HostTable;
import org.hostha.cloudstack.plugin.provider.HostHAConfig;
import org.hostha.cloudstack.plugin.store.Sql;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.ha.Directive;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HAManager;
import org.hostha.ha.spi.HAStore;
import org.hostha.oobm.BmcLine;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.Preflight;

/** What our commands ask for, as they answer it. What can't be done is an IllegalArgumentException or IllegalStateException. */
public final class Operations {

    private static final Duration LONGEST = Duration.ofDays(30);

    private final HAManager manager;
    private final HAEngine engine;
    private final HAStore store;
    private final OutOfBandManagementService outOfBand;
    private final HostTable hosts;
    private final ResourceManager resources;
    private final Places places;

    public Operations(HAManager manager, HAEngine engine, HAStore store, OutOfBandManagementService outOfBand, HostTable hosts,
            ResourceManager resources, Sql sql) {
        this.manager = manager;
        this.engine = engine;
        this.store = store;
        this.outOfBand = outOfBand;
        this.hosts = hosts;
        this.resources = resources;
        this.places = new Places(sql);
    }

    private Resource host(long id) {
        return hosts.find(Partition.host(id)).orElseThrow(
                () -> new IllegalArgumentException("Unable to find host by ID: " + id));
    }

    HostHAExplanationResponse explain(long hostId) {
        Resource host = host(hostId);
        return manager.explain(host).map(found -> new HostHAExplanationResponse(host, found)).orElseThrow(
                () -> new IllegalArgumentException("HA is not configured for host " + host
                        + ", or it has not been looked at yet"));
    }

    List<HATimeBudgetResponse> timeBudgets(Optional<Long> hostId, Optional<String> keyword) {
        return manager.list(hostId.map(this::host)).stream().map(HAManager.Config::resource)
                .filter(host -> matches(keyword, host.name()))
                .flatMap(host -> manager.explain(host).stream().map(found -> new HATimeBudgetResponse(host, found.policy())))
                .toList();
    }

    List<HostHADecisionResponse> decisions(long hostId, long afterId, Optional<String> keyword) {
        Resource host = host(hostId);
        return manager.decisions(host, afterId, Integer.MAX_VALUE).stream()
                .filter(decision -> matches(keyword, decision.reason()))
                .map(decision -> new HostHADecisionResponse(host, decision)).toList();
    }

    private static boolean matches(Optional<String> keyword, String text) {
        return keyword.map(text.toLowerCase(Locale.ROOT)::contains).orElse(true);
    }

    /** @param reason null for none */
    void lay(Directive.Kind kind, Optional<Partition> where, Optional<Duration> left, String reason) {
        manager.lay(new Directive(kind, where, left, caller(), Optional.ofNullable(reason).orElse("")), name(where));
    }

    void lift(Directive.Kind kind, Optional<Partition> where) {
        if (!manager.lift(kind, where, name(where), caller())) {
            throw new IllegalArgumentException("Nothing of kind " + kind + " is in force for " + name(where)
                    + "; listHADirectives tells what is.");
        }
    }

    private String name(Optional<Partition> where) {
        return where.map(one -> one.type().name().toLowerCase(Locale.ROOT) + " " + places.get(one).name()).orElse("all hosts");
    }

    private String caller() {
        return places.user(CallContext.current().getCallingUserId());
    }

    static Duration ofSeconds(long seconds) {
        if (seconds < 1 || seconds > LONGEST.toSeconds()) {
            throw new IllegalArgumentException("duration must be from 1 to " + LONGEST.toSeconds() + " seconds, not " + seconds);
        }
        return Duration.ofSeconds(seconds);
    }

    /** Each null where it is not given; empty when none is. */
    Optional<Partition> scope(Long zoneId, String podId, Long clusterId, Long hostId) {
        List<Partition> given = Stream.of(Optional.ofNullable(zoneId).map(Partition::zone),
                Optional.ofNullable(podId).map(places::pod), Optional.ofNullable(clusterId).map(Partition::cluster),
                Optional.ofNullable(hostId).map(Partition::host)).flatMap(Optional::stream).toList();
        if (given.size() > 1) {
            throw new IllegalArgumentException("Give at most one of zoneid, podid, clusterid and hostid; none means all.");
        }
        return given.stream().findFirst();
    }

    List<HADirectiveResponse> directives() {
        return manager.directives().stream()
                .map(one -> new HADirectiveResponse(one, one.where().flatMap(places::find))).toList();
    }

    HostHAResponse confirmOff(long hostId, String reason) {
        manager.confirmOff(host(hostId), caller(), reason);
        return hostHA(hostId);
    }

    HostHAResponse returnToService(long hostId) {
        Resource host = host(hostId);
        manager.requireReturnable(host);
        if (!resources.cancelMaintenance(hostId)) {
            throw new IllegalStateException(host + " could not be taken out of maintenance");
        }
        manager.returned(host, caller());
        return hostHA(hostId);
    }

    private HostHAResponse hostHA(long hostId) {
        Resource host = host(hostId);
        HostHAResponse response = new HostHAResponse(HostHAConfig.of(store.row(host).orElseThrow()));
        response.setId(host.uuid());
        response.setStatus(true);
        response.setObjectName("hostha");
        return response;
    }

    List<HAReleaseResponse> releases(Optional<Long> hostId, Optional<String> keyword) {
        return manager.releases(hostId.map(this::host)).stream()
                .filter(release -> matches(keyword, release.record().resource().name())).map(HAReleaseResponse::new).toList();
    }

    List<HAStormGuardResponse> stormGuards(Optional<Long> clusterId) {
        return manager.stormGuards().stream().filter(row -> clusterId.isEmpty() || clusterId.get() == row.scope())
                .map(row -> new HAStormGuardResponse(row, row.scope() == GuardRow.ALL_CLUSTERS ? Optional.empty()
                        : places.find(Partition.cluster(row.scope())))).toList();
    }

    /** Each null where it is not given. */
    void resetStormGuards(Long clusterId, Long zoneId) {
        if (clusterId == null == (zoneId == null)) {
            throw new IllegalArgumentException("Give either clusterid or zoneid.");
        }
        Partition scope = clusterId == null ? Partition.zone(zoneId) : Partition.cluster(clusterId);
        manager.resetStormGuards(scope, places.get(scope).name());
    }

    List<HAQueueResponse> queues() {
        return engine.loads().entrySet().stream().map(one -> new HAQueueResponse(one.getKey(), one.getValue())).toList();
    }

    /** Hosts that match all that is given; each null where it is not. */
    List<Resource> chosen(Long hostId, Long clusterId, Long zoneId) {
        return hosts.all().stream().map(HostRow::resource).filter(host -> hostId == null || host.id() == hostId)
                .filter(host -> clusterId == null || host.clusterId() == clusterId)
                .filter(host -> zoneId == null || host.zoneId() == zoneId).toList();
    }

    /** All at once: a BMC that is silent costs its deadline, not each host after it. */
    List<PreflightResponse> preflight(List<Resource> chosen) {
        Map<Resource, CompletableFuture<Preflight>> underWay = new LinkedHashMap<>();
        chosen.stream().filter(host -> outOfBand.find(host).isPresent())
                .forEach(host -> underWay.put(host, outOfBand.preflight(host)));
        if (underWay.isEmpty()) {
            throw new IllegalStateException("Out-of-band management is configured for none of these hosts. Configure it first.");
        }
        return underWay.entrySet().stream().map(one -> new PreflightResponse(one.getKey(), one.getValue().join())).toList();
    }

    List<FencingProofResponse> proofs(List<Resource> chosen, boolean unfenceable, Optional<String> keyword) {
        Instant now = Instant.now();
        return chosen.stream().filter(host -> matches(keyword, host.name()))
                .filter(host -> !unfenceable || outOfBand.fencingObstacle(host).isPresent())
                .map(host -> new FencingProofResponse(host, outOfBand.fencingObstacle(host),
                        outOfBand.find(host).flatMap(OutOfBandManagement::proven), now)).toList();
    }

    List<PreflightResponse> configure(long clusterId, String driver, String text, boolean enable) {
        List<BmcLine> lines = BmcLine.parse(text, name -> chosen(null, clusterId, null).stream()
                .filter(host -> host.name().equals(name) || host.uuid().equals(name)).toList(),
                name(Optional.of(Partition.cluster(clusterId))));
        outOfBand.configure(driver, lines, enable);
        return preflight(lines.stream().map(BmcLine::host).toList());
    }
}
