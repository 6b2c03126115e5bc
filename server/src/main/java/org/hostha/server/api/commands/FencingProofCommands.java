package org.hostha.server.api.commands;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.hostha.core.Resource;
import org.hostha.oobm.BmcLine;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.Preflight;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;

/** Would fencing work, and since when is that known: commands of our own, in CloudStack's style. */
public final class FencingProofCommands implements Commands.Group {

    private static final String PACKAGE = "admin.outofbandmanagement";
    private static final int LONGEST_LIST = 1_000_000;

    private static final Parameter<Long> HOST = Parameter.id("hostid", Entity.HOST, "ID of a host");
    private static final Parameter<Long> CLUSTER = Parameter.id("clusterid", Entity.CLUSTER, "ID of a cluster");
    private static final Parameter<Long> ZONE = Parameter.id("zoneid", Entity.ZONE, "ID of a zone");
    private static final Parameter<Boolean> UNFENCEABLE =
            Parameter.flag("unfenceable", "true lists only the hosts that could not be fenced now");
    private static final Parameter<Long> THE_CLUSTER =
            Parameter.id("clusterid", Entity.CLUSTER, "ID of the cluster").required();
    private static final Parameter<String> DRIVER =
            Parameter.text("driver", "out-of-band management driver of all of them, such as ipmitool").required();
    private static final Parameter<String> HOSTS = Parameter.text("hosts",
            "one host of the cluster a line: its name or ID, address, port, username and password, separated by commas; the"
                    + " password is the rest of the line").required().upTo(LONGEST_LIST);
    private static final Parameter<Boolean> ENABLE =
            Parameter.flag("enable", "true also enables out-of-band management for each host");

    private record Tried(Resource host, Preflight preflight) { }

    private record Proof(Resource host, Optional<OutOfBandManagement> row, Optional<String> obstacle, Instant now) { }

    private static final ResponseType<Preflight.Finding> STEP = ResponseType.<Preflight.Finding>named("step")
            .text("name", "what was tried", Preflight.Finding::step)
            .flag("passed", "whether it worked", Preflight.Finding::passed)
            .text("detail", "what was seen, or what failed", Preflight.Finding::detail)
            .text("advice", "what to do about it", finding -> finding.advice().isEmpty() ? null : finding.advice());

    private static final ResponseType<Tried> PREFLIGHT = ResponseType.<Tried>named("preflight")
            .text("hostid", "ID of the host", tried -> tried.host().uuid())
            .text("hostname", "name of the host", tried -> tried.host().name())
            .flag("passed", "whether the host's BMC would obey", tried -> tried.preflight().passed())
            .text("summary", "the failures with their advice, or what was seen", tried -> tried.preflight().summary())
            .text("systemguid", "the system found behind the BMC", tried -> tried.preflight().systemGuid().orElse(null))
            .objects("step", "what was tried, in order", STEP, tried -> tried.preflight().findings());

    private static final ResponseType<Proof> PROOF = ResponseType.<Proof>named("fencingproof")
            .text("hostid", "ID of the host", proof -> proof.host().uuid())
            .text("hostname", "name of the host", proof -> proof.host().name())
            .flag("fenceable", "whether nothing is known that speaks against fencing it", proof -> proof.obstacle().isEmpty())
            .text("obstacle", "why it could not be fenced", proof -> proof.obstacle().orElse(null))
            .date("lastproof", "when it was last proven that it could be fenced", proof -> proven(proof).orElse(null))
            .number("ageseconds", "seconds since then", proof -> proven(proof)
                    .map(then -> Duration.between(then, proof.now()).toSeconds()).orElse(null));

    private final OutOfBandManagementService service;
    private final Places places;
    private final Inventory inventory;
    private final Clock clock;

    public FencingProofCommands(OutOfBandManagementService service, Places places, Inventory inventory, Clock clock) {
        this.service = service;
        this.places = places;
        this.inventory = inventory;
        this.clock = clock;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("preflightOutOfBandManagement")
                .describedAs("Tries, without harm, whether the BMCs of a host, cluster or zone would obey: reach, log in,"
                        + " privilege, system, power")
                .in(PACKAGE).takes(HOST, CLUSTER, ZONE).asynchronous()
                .listsAll(PREFLIGHT, call -> preflight(chosen(call))));

        commands.add(Command.named("listFencingProofs")
                .describedAs("Lists for each host when it was last proven that it could be fenced, and what speaks against it")
                .in(PACKAGE).takes(HOST, CLUSTER, ZONE, UNFENCEABLE)
                .lists(PROOF, this::proofs));

        commands.add(Command.named("configureOutOfBandManagementForCluster")
                .describedAs("Configures the out-of-band management of many hosts of a cluster, then tries each without harm."
                        + " A list with a wrong line changes nothing")
                .in(PACKAGE).takes(THE_CLUSTER, DRIVER, HOSTS, ENABLE).asynchronous()
                .listsAll(PREFLIGHT, this::configure));
    }

    private List<Resource> chosen(Call call) {
        call.optional(CLUSTER).ifPresent(places::cluster);
        call.optional(ZONE).ifPresent(places::zone);
        Optional<Resource> one = call.optional(HOST).map(places::host);
        return inventory.hosts().stream().map(HostInfo::resource)
                .filter(matches(one.map(Resource::id), Resource::id))
                .filter(matches(call.optional(CLUSTER), Resource::clusterId))
                .filter(matches(call.optional(ZONE), Resource::zoneId)).toList();
    }

    private static Predicate<Resource> matches(Optional<Long> wanted, ToLongFunction<Resource> id) {
        return host -> wanted.isEmpty() || wanted.get() == id.applyAsLong(host);
    }

    private static Optional<Instant> proven(Proof proof) {
        return proof.row().flatMap(OutOfBandManagement::proven);
    }

    /** All at once: a BMC that is silent costs its deadline, not each host after it. */
    private List<Tried> preflight(List<Resource> hosts) {
        Map<Resource, CompletableFuture<Preflight>> underWay = new LinkedHashMap<>();
        hosts.stream().filter(host -> service.find(host).isPresent())
                .forEach(host -> underWay.put(host, service.preflight(host)));
        if (underWay.isEmpty()) {
            throw ApiException.failed("Out-of-band management is configured for none of these hosts. Configure it first.");
        }
        return underWay.entrySet().stream().map(one -> new Tried(one.getKey(), one.getValue().join())).toList();
    }

    private Paging.Rows<Proof> proofs(Call call) {
        boolean onlyBad = call.optional(UNFENCEABLE).orElse(false);
        return call.paging().cut(chosen(call).stream()
                .map(host -> new Proof(host, service.find(host), service.fencingObstacle(host), clock.instant()))
                .filter(proof -> !onlyBad || proof.obstacle().isPresent())
                .filter(proof -> call.keyword().map(proof.host().name().toLowerCase(Locale.ROOT)::contains)
                        .orElse(true)).toList());
    }

    private List<Tried> configure(Call call) {
        Places.Place cluster = places.cluster(call.get(THE_CLUSTER));
        List<BmcLine> lines;
        try {
            lines = BmcLine.parse(call.get(HOSTS), name -> named(name, cluster), "cluster " + cluster.name());
            service.configure(call.get(DRIVER), lines, call.optional(ENABLE).orElse(false));
        } catch (IllegalArgumentException e) {
            throw ApiException.invalidValue(e.getMessage());
        }
        return preflight(lines.stream().map(BmcLine::host).toList());
    }

    private List<Resource> named(String nameOrId, Places.Place cluster) {
        return inventory.hosts().stream().map(HostInfo::resource).filter(host -> host.clusterId() == cluster.id())
                .filter(host -> host.name().equals(nameOrId) || host.uuid().equals(nameOrId)).toList();
    }
}
