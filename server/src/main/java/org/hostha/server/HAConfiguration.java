package org.hostha.server;

import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.hostha.core.EventLoop;
import org.hostha.core.Partition;
import org.hostha.core.SecretCipher;
import org.hostha.core.ThreadEventLoop;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HAManager;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.HAStore;
import org.hostha.ha.spi.Membership;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.PowerStateSync;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.oobm.spi.OutOfBandManagementStore;
import org.hostha.server.api.commands.ManagementServer;
import org.hostha.server.db.Database;
import org.hostha.server.events.EventLog;
import org.hostha.server.hosts.AgentClient;
import org.hostha.server.hosts.HostMonitor;
import org.hostha.server.hosts.HostStatusRecorder;
import org.hostha.server.hosts.HostStatuses;
import org.hostha.server.hosts.HttpHostLink;
import org.hostha.server.hosts.KvmHostAgents;
import org.hostha.server.hosts.KvmHostDirectory;
import org.hostha.server.hosts.SshHostLink;
import org.hostha.server.inventory.Inventory;
import org.hostha.server.inventory.ResourceStates;
import org.hostha.server.metrics.Metered;
import org.hostha.server.settings.DatabaseSettings;
import org.hostha.server.vmha.VmHAService;
import org.hostha.store.JdbcHAStore;
import org.hostha.store.JdbcOutOfBandManagementStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Host HA, out-of-band management and VM HA. */
@Configuration(proxyBeanMethods = false)
class HAConfiguration {

    @Bean
    HAStore haStore(Database database, Clock clock) {
        return new JdbcHAStore(database.dataSource(), clock, host -> VmHAService.vmsOn(database, host));
    }

    @Bean
    OutOfBandManagementStore oobmStore(Database database, ManagementServer self, SecretCipher cipher, Clock clock) {
        return new JdbcOutOfBandManagementStore(database.dataSource(), cipher, clock, unreadable -> { },
                OptionalLong.of(self.msid()));
    }

    @Bean
    ThreadEventLoop oobmLoop() {
        return new ThreadEventLoop("out-of-band-management");
    }

    @Bean
    OutOfBandManagementService oobm(OutOfBandManagementStore store, List<OutOfBandManagementDriver> drivers,
            Metered metered, DatabaseSettings settings, EventLog events, ThreadEventLoop oobmLoop,
            ExecutorService blocking) {
        return new OutOfBandManagementService(store, metered.drivers(drivers), settings, events, oobmLoop, blocking);
    }

    @Bean
    PowerStateSync powerStateSync(OutOfBandManagementService service, Inventory inventory, Membership membership,
            DatabaseSettings settings, ThreadEventLoop oobmLoop, ExecutorService blocking) {
        return new PowerStateSync(service, id -> inventory.find(Partition.host(id)).filter(
                host -> membership.view().isOwner(membership.self(), host.partition())), settings, oobmLoop, blocking,
                new Random());
    }

    @Bean
    HostStatuses hostStatuses(HAStore store, HostMonitor monitor) {
        return new HostStatuses(store, monitor);
    }

    @Bean
    HostStatusRecorder hostStatusRecorder(Database database, ManagementServer self, Inventory inventory, HostStatuses statuses,
            HostMonitor monitor, ThreadEventLoop hostLoop) {
        return new HostStatusRecorder(database, self.msid(), inventory, statuses, monitor, hostLoop);
    }

    @Bean
    ThreadEventLoop vmHALoop() {
        return new ThreadEventLoop("vm-ha");
    }

    @Bean
    VmHAService vmHA(Database database, Membership membership, Inventory inventory, ResourceStates resourceStates,
            HostStatuses statuses, HostMonitor monitor, AgentClient agents, DatabaseSettings settings, EventLog events,
            ThreadEventLoop vmHALoop, ExecutorService blocking) {
        return new VmHAService(database, membership, inventory, resourceStates, statuses, monitor, agents, settings,
                events, vmHALoop, blocking);
    }

    @Bean
    KvmHostDirectory kvmHostDirectory(Database database, Inventory inventory, HostMonitor monitor, HAStore store,
            ThreadEventLoop hostLoop) {
        return new KvmHostDirectory(database, inventory, monitor, store, hostLoop);
    }

    @Bean
    SshHostLink sshHostLink(ServerOptions options) {
        return new SshHostLink(options.data());
    }

    @Bean
    KvmHostAgents kvmHostAgents(AgentClient agents, SshHostLink ssh, Inventory inventory) {
        return new KvmHostAgents(inventory, Map.of("http", new HttpHostLink(agents), "ssh", ssh));
    }

    /** The loops that HA's cases live on: one a processor. */
    static final class Shards implements AutoCloseable {
        private final List<ThreadEventLoop> loops = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(number -> new ThreadEventLoop("ha-" + number)).toList();

        @Override
        public void close() {
            loops.forEach(ThreadEventLoop::close);
        }
    }

    @Bean
    Shards shards() {
        return new Shards();
    }

    @Bean
    HAEngine haEngine(Membership membership, HAStore store, Inventory inventory, List<HAProvider> providers,
            VmHAService vmHA, Metered metered, DatabaseSettings settings, EventLog events, Shards shards,
            ExecutorService blocking) {
        return new HAEngine(new HAEngine.World(membership, store, inventory, metered.providers(providers),
                vmHA.vmHA(), settings, events, List.<EventLoop>copyOf(shards.loops), blocking, new Random()));
    }

    @Bean
    HAManager haManager(HAStore store, HAEngine engine, Inventory inventory, List<HAProvider> providers,
            EventLog events) {
        return new HAManager(store, engine, inventory, providers, events);
    }
}
