package org.hostha.cloudstack.plugin.provider;

import com.cloud.host.Host;
import com.cloud.host.Status;
import com.cloud.resource.ResourceState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.cloudstack.ha.HAResource;
import org.apache.cloudstack.ha.provider.HostHAProvider;
import org.hostha.cloudstack.plugin.fake.FakeHost;
import org.hostha.cloudstack.plugin.threads.ForeignCalls;
import org.hostha.cloudstack.plugin.threads.ManagedLoop;
import org.hostha.core.EventLoop;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.spi.HAProvider;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.testkit.ProviderConformanceKit;
import org.hostha.testkit.SimulatedCloud;
import org.joda.time.DateTime;

/** A provider written for CloudStack, with hosts whose power is read: behind the adapter it is one of ours. */
public class ForeignProviderConformanceTest extends ProviderConformanceKit {

    @Override
    protected SimulatedCloud newCloud() {
        return new Lab();
    }

    /** A machine and its BMC. */
    private static final class Machine {
        private volatile boolean on = true;
        private volatile boolean healthy = true;
        private volatile boolean active = true;
        private final List<String> commands = new CopyOnWriteArrayList<>();

        void turn(boolean power) {
            commands.add(power ? "on" : "off");
            on = power;
        }
    }

    /** Blocks and throws, as providers for CloudStack do. */
    private static final class LabHAProvider extends FlagProvider implements HostHAProvider {
        private final Lab lab;

        LabHAProvider(Lab lab) {
            super(HAResource.ResourceSubType.KVM);
            this.lab = lab;
        }

        @Override
        public boolean isHealthy(Host host) {
            return lab.answering(host.getId()).healthy;
        }

        @Override
        public boolean hasActivity(Host host, DateTime since) {
            return lab.answering(host.getId()).active;
        }

        @Override
        public boolean recover(Host host) {
            return lab.answering(host.getId()).healthy;
        }

        @Override
        public boolean fence(Host host) {
            lab.answering(host.getId()).turn(false);
            return true;
        }
    }

    private static final class Lab implements SimulatedCloud {
        private final List<Resource> hosts = List.of(host(1), host(2));
        private final Map<Long, Machine> machines = hosts.stream().collect(Collectors.toMap(Resource::id, host -> new Machine()));
        private final ManagedLoop loop = new ManagedLoop("test");
        private final ForeignCalls calls = new ForeignCalls("test-calls", 20, loop);
        private final Object ice = new Object();
        private boolean frozen;
        private final HAProvider provider = new ForeignHAProvider(foreign(), id -> new FakeHost(id, "uuid-" + id, "lab-" + id,
                Status.Up, ResourceState.Enabled), new Bmcs(), calls);

        private static Resource host(long id) {
            return new Resource(PartitionType.Host, id, "uuid-" + id, "lab-" + id, 1, 1, 1);
        }

        @SuppressWarnings("unchecked")
        private org.apache.cloudstack.ha.provider.HAProvider<HAResource> foreign() {
            return (org.apache.cloudstack.ha.provider.HAProvider<HAResource>) (Object) new LabHAProvider(this);
        }

        /** The machine, when something of it answers again. */
        Machine answering(long host) {
            synchronized (ice) {
                try {
                    while (frozen) {
                        ice.wait();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted");
                }
            }
            return machines.get(host);
        }

        private Machine machine(Resource host) {
            return machines.get(host.id());
        }

        /** Power that is read. */
        private final class Bmcs implements Power {
            @Override
            public CompletableFuture<PowerReading> read(Resource host, boolean fresh, Duration deadline) {
                return calls.call(deadline, () -> new PowerReading(answering(host.id()).on ? PowerState.On : PowerState.Off,
                        Optional.empty(), "read"));
            }

            @Override
            public CompletableFuture<Boolean> cutsItself(Resource host) {
                return CompletableFuture.completedFuture(true);
            }

            @Override
            public CompletableFuture<String> off(Resource host, Duration deadline) {
                return turn(host, deadline, false);
            }

            @Override
            public CompletableFuture<String> on(Resource host, Duration deadline) {
                return turn(host, deadline, true);
            }

            private CompletableFuture<String> turn(Resource host, Duration deadline, boolean on) {
                return calls.call(deadline, () -> {
                    answering(host.id()).turn(on);
                    return "done";
                });
            }

            @Override
            public void reported(Resource host, boolean on) {
                // Not believed.
            }

            @Override
            public void seenHealthy(Resource host) {
                // Not needed.
            }

            @Override
            public boolean trustsReports() {
                return false;
            }
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
        public void pass(Duration time) {
            try {
                Thread.sleep(time.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void die(Resource host) {
            machine(host).healthy = false;
            machine(host).active = false;
        }

        @Override
        public void loseManagement(Resource host) {
            machine(host).healthy = false;
        }

        @Override
        public boolean blind() {
            return false;
        }

        @Override
        public boolean freeze() {
            synchronized (ice) {
                frozen = true;
            }
            return true;
        }

        @Override
        public void thaw() {
            synchronized (ice) {
                frozen = false;
                ice.notifyAll();
            }
        }

        @Override
        public boolean isOn(Resource host) {
            return machine(host).on;
        }

        @Override
        public void setOn(Resource host, boolean on) {
            machine(host).on = on;
        }

        @Override
        public List<String> commands(Resource host) {
            return machine(host).commands;
        }

        @Override
        public void close() {
            calls.close();
            loop.close();
        }
    }
}
