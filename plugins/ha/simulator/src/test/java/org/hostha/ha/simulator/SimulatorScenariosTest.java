package org.hostha.ha.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.EventLoop;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.Settings;
import org.hostha.ha.DecisionRecord;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HASettings;
import org.hostha.ha.HAState;
import org.hostha.ha.HAStateMachine;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.spi.Membership;
import org.hostha.ha.spi.ResourceDirectory;
import org.hostha.ha.spi.VmHA;
import org.hostha.testkit.MemoryHAStore;
import org.hostha.testkit.VirtualTime;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The paths that the flags steer the engine along. */
public class SimulatorScenariosTest {

    private final Resource host = new Resource(PartitionType.Host, 1, "uuid", "SimulatedAgent.1", 1, 1, 1);
    private final VirtualTime time = new VirtualTime(7);
    private final EventLoop loop = time.loop();
    private final MemoryHAStore store = new MemoryHAStore(Clock.systemUTC(), resource -> List.of());
    private final SimulatorHAProvider provider = new SimulatorHAProvider(resource -> Optional.empty());
    private final World world = new World();
    private final HAEngine engine = new HAEngine(new HAEngine.World(Membership.alone(1), store, world,
            List.of(provider), world,
            world, Notifications.none(), List.of(loop), loop, new Random(7)));

    @Before
    public void startWithAHealthyHost() {
        set(true, true, true, true);
        store.configure(host, "simulatorhaprovider");
        store.turnSwitch(host.partition(), true);
        engine.start();
        time.advance(Duration.ofSeconds(10));
        assertThat(state()).isEqualTo(HAState.Available);
    }

    @After
    public void close() {
        engine.close();
    }

    @Test
    public void aHealthyHostStaysAvailableAndWritesNothing() {
        long version = store.row(host).orElseThrow().version();
        set(true, false, false, false);
        time.advance(Duration.ofMinutes(5));
        assertThat(state()).isEqualTo(HAState.Available);
        assertThat(store.row(host).orElseThrow().version()).isEqualTo(version);
    }

    @Test
    public void aSickHostThatIsActiveIsDegradedAgainAndAgain() {
        set(false, true, true, true);
        time.advance(Duration.ofMinutes(1));
        assertThat(walked()).contains(HAState.Suspect, HAState.Checking, HAState.Degraded)
                .doesNotContain(HAState.Recovering, HAState.Fencing);
        assertThat(walked().stream().filter(HAState.Degraded::equals).count()).isGreaterThan(1);
        set(true, true, true, true);
        time.advance(Duration.ofSeconds(10));
        assertThat(state()).isEqualTo(HAState.Available);
    }

    @Test
    public void aSickHostWhosePowerObeysIsRecovered() {
        set(false, false, true, false);
        time.advance(Duration.ofMinutes(2));
        assertThat(walked()).containsSubsequence(HAState.Recovering, HAState.Recovered, HAState.Available,
                HAState.Suspect)
                .doesNotContain(HAState.Fenced);
    }

    @Test
    public void aHostWhosePowerOnlyObeysAFenceIsFencedAfterTwoRecoveries() {
        set(false, false, false, true);
        time.advance(Duration.ofMinutes(2));
        assertThat(state()).isEqualTo(HAState.Fenced);
        assertThat(walked()).containsSubsequence(HAState.Recovering, HAState.Fencing, HAState.Fenced)
                .doesNotContain(HAState.Recovered);
    }

    @Test
    public void aHostWhosePowerDoesNotObeyStaysFencingUntilItDoes() {
        set(false, false, false, false);
        time.advance(Duration.ofMinutes(2));
        assertThat(state()).isEqualTo(HAState.Fencing);
        set(false, false, false, true);
        time.advance(Duration.ofSeconds(30));
        assertThat(state()).isEqualTo(HAState.Fenced);
    }

    private void set(boolean health, boolean activity, boolean recover, boolean fence) {
        provider.configure(host, new SimulatorState(health, activity, recover, fence));
    }

    private HAState state() {
        return store.row(host).orElseThrow().stored().state().orElseThrow();
    }

    /** The states that were walked through, as far back as the history goes. */
    private List<HAState> walked() {
        List<HAState> states = new ArrayList<>();
        for (DecisionRecord decision : store.decisions(host, 0, 1000)) {
            Optional<HAState> state = decision.from();
            for (HAEvent event : decision.events()) {
                state = Optional.of(HAStateMachine.next(state, event));
                states.add(state.get());
            }
        }
        return states;
    }

    /** One host, no VMs, no hold-off, and a storm of one is none. */
    private final class World implements ResourceDirectory, VmHA, Settings {

        @Override
        public Optional<Resource> find(Partition resource) {
            return Optional.of(host).filter(known -> known.partition().equals(resource));
        }

        @Override
        public List<Resource> within(Partition partition) {
            return List.of(host);
        }

        @Override
        public List<ReleaseRecord.Vm> vmsOn(Resource resource) {
            return List.of();
        }

        @Override
        public CompletableFuture<ReleaseRecord> release(ReleaseRecord record) {
            return CompletableFuture.completedFuture(record);
        }

        @Override
        public CompletableFuture<Void> enterMaintenance(Resource resource) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public <T> T value(Setting<T> setting) {
            return setting.parse(setting.equals(HASettings.HOLD_OFF) ? "0" : setting.defaultText());
        }

        @Override
        public <T> T value(Setting<T> setting, Resource resource) {
            return value(setting);
        }
    }
}
