package org.hostha.ha.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hostha.core.EventLoop;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.PowerSwitch.Purpose;
import org.hostha.oobm.PowerState;
import org.hostha.testkit.ProviderConformanceKit;
import org.hostha.testkit.SimulatedCloud;
import org.hostha.testkit.VirtualTime;

public class SimulatorConformanceTest extends ProviderConformanceKit {

    @Override
    protected SimulatedCloud newCloud() {
        return new Flags();
    }

    /** Hosts that are as their flags say. */
    private static final class Flags implements SimulatedCloud {

        private static final Duration MINUTE = Duration.ofMinutes(1);

        private final VirtualTime time = new VirtualTime(1);
        private final EventLoop loop = time.loop();
        private final SimulatorHAProvider provider = new SimulatorHAProvider(host -> Optional.empty());
        private final List<Resource> hosts = List.of(host(1), host(2));

        Flags() {
            hosts.forEach(host -> provider.configure(host, new SimulatorState(true, true, true, true)));
        }

        private static Resource host(long id) {
            return new Resource(PartitionType.Host, id, "uuid-" + id, "SimulatedAgent." + id, 1, 1, 1);
        }

        @Override
        public HAProvider provider() {
            return provider;
        }

        @Override
        public List<Resource> resources() {
            return hosts;
        }

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public void pass(Duration passed) {
            time.advance(passed);
        }

        @Override
        public void die(Resource host) {
            provider.configure(host, new SimulatorState(false, false, true, true));
        }

        @Override
        public void loseManagement(Resource host) {
            provider.configure(host, new SimulatorState(false, true, true, true));
        }

        @Override
        public boolean blind() {
            return false;
        }

        @Override
        public boolean freeze() {
            return false;
        }

        @Override
        public void thaw() {
            throw new UnsupportedOperationException("nothing is ever frozen");
        }

        @Override
        public boolean isOn(Resource host) {
            return provider.readPower(host, true, MINUTE).join().state() == PowerState.On;
        }

        @Override
        public void setOn(Resource host, boolean on) {
            (on ? provider.powerOn(host, Purpose.RECOVER, MINUTE) : provider.forceOff(host, Purpose.FENCE, MINUTE)).join();
        }

        @Override
        public List<String> commands(Resource host) {
            return isOn(host) ? List.of() : List.of("off");
        }

        @Override
        public void close() {
            // All of it is in memory.
        }
    }
}
