package org.hostha.server;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hostha.core.SecretCipher;
import org.hostha.core.Setting;
import org.hostha.core.ThreadEventLoop;
import org.hostha.ha.HASettings;
import org.hostha.ha.kvm.KVMHASettings;
import org.hostha.oobm.OutOfBandManagementSettings;
import org.hostha.oobm.ipmi.IpmiSettings;
import org.hostha.oobm.ipmitool.IpmitoolSettings;
import org.hostha.oobm.redfish.RedfishSettings;
import org.hostha.server.api.ApiSettings;
import org.hostha.server.auth.AuthSettings;
import org.hostha.server.auth.PrivateFile;
import org.hostha.server.db.Database;
import org.hostha.server.events.EventLog;
import org.hostha.server.hosts.AgentClient;
import org.hostha.server.hosts.HostMonitor;
import org.hostha.server.hosts.HostSettings;
import org.hostha.server.hosts.KvmHostAgents;
import org.hostha.server.inventory.Inventory;
import org.hostha.server.inventory.ResourceStates;
import org.hostha.server.metrics.MetricsSettings;
import org.hostha.server.settings.Catalogue;
import org.hostha.server.settings.DatabaseSettings;
import org.hostha.server.vmha.VmHASettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What everything else stands on: settings, events, inventory, agents, threads. */
@Configuration(proxyBeanMethods = false)
class BaseConfiguration {

    private static final int BLOCKING_THREADS = 24;
    private static final Duration AGENT_CONNECT = Duration.ofSeconds(2);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Runs what waits for the database. */
    @Bean
    ExecutorService blocking() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(BLOCKING_THREADS, BLOCKING_THREADS, 1, TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "blocking");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Bean
    SecretCipher cipher(ServerOptions options) throws IOException {
        return new SecretCipher(PrivateFile.key(options.keyFile()));
    }

    @Bean
    Catalogue catalogue() {
        return new Catalogue(Stream.of(HASettings.all(), KVMHASettings.all(), OutOfBandManagementSettings.all(),
                IpmitoolSettings.all(), IpmiSettings.all(), RedfishSettings.all(), HostSettings.all(), VmHASettings.all(),
                AuthSettings.all(), ApiSettings.all(), MetricsSettings.all()).<Setting<?>>flatMap(List::stream).toList());
    }

    @Bean
    DatabaseSettings settings(Database database, Catalogue catalogue) {
        return new DatabaseSettings(database, catalogue);
    }

    @Bean
    EventLog events(Database database) {
        return new EventLog(database);
    }

    @Bean
    Inventory inventory(Database database) {
        return new Inventory(database);
    }

    @Bean
    ResourceStates resourceStates(Database database, Inventory inventory) {
        return new ResourceStates(database, inventory);
    }

    @Bean
    AgentClient agents() {
        return new AgentClient(AGENT_CONNECT);
    }

    @Bean
    ThreadEventLoop hostLoop() {
        return new ThreadEventLoop("hosts");
    }

    @Bean
    HostMonitor monitor(KvmHostAgents agents, Inventory inventory, DatabaseSettings settings, ThreadEventLoop hostLoop) {
        return new HostMonitor(agents, inventory, settings, hostLoop);
    }
}
