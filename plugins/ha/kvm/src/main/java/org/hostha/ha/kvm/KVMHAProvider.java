package org.hostha.ha.kvm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.MonotonicTime;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.HostAgents;
import org.hostha.ha.kvm.spi.HostDirectory;
import org.hostha.ha.kvm.spi.NoAnswerException;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.hostha.ha.kvm.spi.VmDisk;
import org.hostha.ha.spi.HAProvider;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.spi.PowerReader.Session;

/**
 * Looks after KVM hosts: a host's own agent tells that it is healthy, its neighbours see on the shared storage whether
 * it and its VMs are still at work, and its BMC takes the power.
 */
public final class KVMHAProvider implements HAProvider {

    private final HostAgents agents;
    private final HostDirectory directory;
    private final OutOfBandManagementService power;
    private final Settings settings;
    private final EventLoop timers;
    private final Map<Resource, Investigation> investigations = new ConcurrentHashMap<>();

    /** What hosts have told of their heartbeat periods; it stays true of a host that has fallen silent. */
    private final Map<Resource, Duration> periods = new ConcurrentHashMap<>();

    /** @param timers where deadlines are kept; what completes there must not block */
    public KVMHAProvider(HostAgents agents, HostDirectory directory, OutOfBandManagementService power,
            Settings settings, EventLoop timers) {
        this.agents = agents;
        this.directory = directory;
        this.power = power;
        this.settings = settings;
        this.timers = timers;
    }

    @Override
    public String name() {
        return "KVMHAProvider";
    }

    @Override
    public PartitionType resourceType() {
        return PartitionType.Host;
    }

    @Override
    public String resourceSubType() {
        return "KVM";
    }

    /**
     * Missing neighbours or pools don't disqualify a host whose power can be read; they are named as reduced evidence.
     */
    @Override
    public Eligibility eligibility(Resource host) {
        Optional<String> obstacle = directory.outOfService(host).or(() -> power.fencingObstacle(host));
        if (obstacle.isPresent()) {
            return Eligibility.ineligible(obstacle.get());
        }
        List<String> missing = new ArrayList<>();
        if (neighbours(host).isEmpty()) {
            missing.add("no neighbour");
        }
        if (directory.pools(host).isEmpty()) {
            missing.add("no storage pool with heartbeats");
        }
        return missing.isEmpty() ? Eligibility.ELIGIBLE
                : new Eligibility(true, "reduced evidence: " + String.join(", ", missing));
    }

    @Override
    public HAPolicy policy(Resource host) {
        return KVMHASettings.policy(settings, host, Optional.ofNullable(periods.get(host)));
    }

    /** An answer of the agent ends the investigation of the host: what was seen before proves nothing any more. */
    @Override
    public CompletableFuture<Evidence> checkHealth(Resource host, Duration deadline) {
        CompletableFuture<AgentReport> report =
                Deadline.within(timers, deadline, () -> agents.report(host, deadline));
        CompletableFuture<Evidence> evidence = report.handle((answer, failure) -> {
            if (failure != null) {
                return silence(Futures.cause(failure));
            }
            investigations.remove(host);
            answer.heartbeatPeriod().ifPresentOrElse(period -> periods.put(host, period), () -> periods.remove(host));
            return Evidence.alive("agent", answer.bootId().isEmpty() ? "answered" : "answered, boot " + answer.bootId() + ", "
                    + answer.runningVms().size() + " VMs running");
        });
        return callingOff(evidence, List.of(report));
    }

    /** Asks all neighbours at once; who has not answered at the deadline is left out. */
    @Override
    public CompletableFuture<Evidence> checkActivity(Resource host, Duration deadline) {
        List<Resource> neighbours = witnesses(host);
        Set<String> pools = directory.pools(host);
        List<VmDisk> disks = directory.disks(host);
        List<CompletableFuture<Investigation.Answer>> round = neighbours.stream()
                .map(neighbour -> ask(neighbour, host, pools, disks, deadline)).toList();
        CompletableFuture<Evidence> evidence = CompletableFuture.allOf(round.toArray(CompletableFuture[]::new))
                .thenApply(done -> judge(host, pools, neighbours.size(),
                        round.stream().map(CompletableFuture::join).toList()));
        return callingOff(evidence, round);
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

    private List<Resource> neighbours(Resource host) {
        return directory.neighbours(host).stream().filter(neighbour -> !neighbour.equals(host)).distinct().toList();
    }

    /**
     * Those of the neighbours that are asked: the same ones in each round, because only looks of the same one are
     * compared, and others for each host, so that a large cluster shares the work.
     */
    private List<Resource> witnesses(Resource host) {
        int many = Math.max(KVMHASettings.neighboursAsked(settings, host), KVMHASettings.neighbours(settings, host));
        return neighbours(host).stream()
                .sorted(Comparator.<Resource, Boolean>comparing(other -> other.clusterId() != host.clusterId())
                        .thenComparing(other -> (other.uuid() + host.uuid()).hashCode()))
                .limit(many).toList();
    }

    private CompletableFuture<Investigation.Answer> ask(Resource neighbour, Resource host, Set<String> pools,
            List<VmDisk> disks, Duration deadline) {
        MonotonicTime asked = timers.now();
        CompletableFuture<List<PoolObservation>> seen =
                Deadline.within(timers, deadline, () -> agents.observe(neighbour, host, disks, deadline));
        CompletableFuture<Investigation.Answer> answer =
                seen.handle((observations, failure) -> new Investigation.Answer(
                neighbour, failure == null ? complete(observations, pools, "does not have this pool")
                        : complete(List.of(), pools, Futures.cause(failure).getMessage()), asked, timers.now()));
        return callingOff(answer, List.of(seen));
    }

    /** Adds a word on the pools that were not mentioned. */
    private static List<PoolObservation> complete(List<PoolObservation> seen, Set<String> pools, String error) {
        Set<String> missing = new TreeSet<>(pools);
        seen.forEach(observation -> missing.remove(observation.pool()));
        List<PoolObservation> complete = new ArrayList<>(seen);
        missing.forEach(pool -> complete.add(PoolObservation.failed(pool, String.valueOf(error))));
        return complete;
    }

    private Evidence judge(Resource host, Set<String> pools, int neighbours, List<Investigation.Answer> round) {
        HAPolicy policy = policy(host);
        Duration window = KVMHASettings.silenceWindow(settings, host, Optional.ofNullable(periods.get(host)));
        Duration patience = window.plus(policy.activityInterval().plus(policy.activityTimeout()).multipliedBy(2));
        List<ActivityRule.Sight> sights = investigations.computeIfAbsent(host, h -> new Investigation())
                .sights(round, timers.now(), window, patience);
        return ActivityRule.judge(pools, sights, neighbours, KVMHASettings.neighbours(settings, host), window);
    }

    private static Evidence silence(Throwable failure) {
        return failure instanceof NoAnswerException || failure instanceof TimeoutException
                ? Evidence.dead("agent", "agent " + failure.getMessage())
                : Evidence.unknown("agent", "could not ask the agent: " + failure);
    }

    /** Passes a cancellation on to what was begun for the answer. */
    private static <T> CompletableFuture<T> callingOff(CompletableFuture<T> answer,
            List<? extends CompletableFuture<?>> begun) {
        answer.whenComplete((value, failure) -> {
            if (answer.isCancelled()) {
                begun.forEach(question -> question.cancel(true));
            }
        });
        return answer;
    }
}
