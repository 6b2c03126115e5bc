package org.hostha.ha.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HAState;
import org.hostha.ha.Stored;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.TransitionListener;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/**
 * Looks after simulated hosts, as CloudStack's provider of the same name: four flags say what checks and commands
 * answer, and a log keeps the transitions. All of it is in memory, on the manager that was told.
 *
 * <p>Behind the flags stands a machine with power: a command that its flag allows changes it, others fail, and a host
 * that was configured anew is on.
 */
public final class SimulatorHAProvider implements HAProvider, TransitionListener {

    private static final String SOURCE = "simulator";

    private final Map<Resource, SimulatedHost> hosts = new ConcurrentHashMap<>();
    private final Function<Resource, Optional<String>> outOfService;

    /** @param outOfService why HA must keep its hands off a host ("in maintenance", "disabled"); answers from memory */
    public SimulatorHAProvider(Function<Resource, Optional<String>> outOfService) {
        this.outOfService = outOfService;
    }

    /** Sets the flags of a host. Replaces all that was known of it: the log is empty, the power is on. */
    public void configure(Resource host, SimulatorState state) {
        hosts.put(host, new SimulatedHost(state));
    }

    /** The newest transitions of a host, oldest first; none for a host without flags. */
    public List<SimulatorTransition> transitions(Resource host) {
        return find(host).map(SimulatedHost::transitions).orElse(List.of());
    }

    @Override
    public void walked(Resource host, Optional<HAState> from, HAEvent event, HAState to, Stored stored) {
        find(host).ifPresent(known -> known.log(
                new SimulatorTransition(from, event, to, stored.activityChecks(), stored.recoveries())));
    }

    @Override
    public String name() {
        return "SimulatorHAProvider";
    }

    @Override
    public PartitionType resourceType() {
        return PartitionType.Host;
    }

    @Override
    public String resourceSubType() {
        return "Simulator";
    }

    @Override
    public Eligibility eligibility(Resource host) {
        if (!hosts.containsKey(host)) {
            return Eligibility.ineligible("no simulator state is configured for it");
        }
        return outOfService.apply(host).map(Eligibility::ineligible).orElse(Eligibility.ELIGIBLE);
    }

    /**
     * CloudStack's constants: 5 s for everything that is done, 3 rounds of investigation 1 s apart, 1 s degraded, 2
     * recoveries, 1 s for a recovered host. No round condemns a host whose activity flag is set; one is enough where it
     * is not.
     */
    @Override
    public HAPolicy policy(Resource host) {
        Duration second = Duration.ofSeconds(1);
        Duration timeout = Duration.ofSeconds(5);
        boolean active = find(host).map(known -> known.state().activity()).orElse(false);
        return new HAPolicy(second, timeout, second, timeout, Duration.ZERO, 3, active ? 1.0 : 0.0, second, 2, timeout,
                second, timeout, second, Duration.ofSeconds(4), 3, second, timeout, timeout, Optional.empty(), true);
    }

    @Override
    public CompletableFuture<Evidence> checkHealth(Resource host, Duration deadline) {
        return evidence(host, SimulatorState::health, "healthy");
    }

    @Override
    public CompletableFuture<Evidence> checkActivity(Resource host, Duration deadline) {
        return evidence(host, SimulatorState::activity, "active");
    }

    @Override
    public CompletableFuture<PowerReading> readPower(Resource host, boolean fresh, Duration deadline) {
        PowerState state = find(host).map(known -> known.on() ? PowerState.On : PowerState.Off)
                .orElse(PowerState.Unknown);
        return CompletableFuture.completedFuture(new PowerReading(state, Optional.empty(),
                state == PowerState.Unknown ? "no simulator state is configured" : "simulated"));
    }

    @Override
    public CompletableFuture<String> forceOff(Resource host, Purpose purpose, Duration deadline) {
        return power(host, purpose, false, deadline);
    }

    @Override
    public CompletableFuture<String> powerOn(Resource host, Purpose purpose, Duration deadline) {
        return power(host, purpose, true, deadline);
    }

    private CompletableFuture<String> power(Resource host, Purpose purpose, boolean on, Duration deadline) {
        if (deadline.isZero() || deadline.isNegative()) {
            return CompletableFuture.failedFuture(new OutOfBandManagementException(Kind.TIMEOUT,
                    host + ": its time was over before anything was sent"));
        }
        Optional<SimulatedHost> known = find(host);
        boolean allowed = known.map(SimulatedHost::state)
                .map(state -> purpose == Purpose.RECOVER ? state.recover() : state.fence()).orElse(false);
        if (!allowed) {
            return CompletableFuture.failedFuture(new OutOfBandManagementException(Kind.REJECTED,
                    host + ": the simulator is set to fail when asked to "
                    + (purpose == Purpose.RECOVER ? "recover" : "fence")));
        }
        known.get().turn(on);
        return CompletableFuture.completedFuture("simulated power " + (on ? "on" : "off"));
    }

    private CompletableFuture<Evidence> evidence(Resource host, Function<SimulatorState, Boolean> flag, String word) {
        return CompletableFuture.completedFuture(find(host).map(SimulatedHost::state)
                .map(state -> flag.apply(state) ? Evidence.alive(SOURCE, "set to " + word)
                        : Evidence.dead(SOURCE, "set to not " + word))
                .orElse(Evidence.unknown(SOURCE, "no simulator state is configured")));
    }

    private Optional<SimulatedHost> find(Resource host) {
        return Optional.ofNullable(hosts.get(host));
    }
}
