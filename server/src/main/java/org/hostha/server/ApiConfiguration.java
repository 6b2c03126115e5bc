package org.hostha.server;

import java.time.Clock;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.hostha.core.SecretCipher;
import org.hostha.core.ThreadEventLoop;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HAManager;
import org.hostha.ha.simulator.SimulatorHAProvider;
import org.hostha.ha.spi.HAStore;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.server.api.ApiHandler;
import org.hostha.server.api.ApiService;
import org.hostha.server.api.Commands;
import org.hostha.server.api.commands.ConfigurationCommands;
import org.hostha.server.api.commands.DiscoveryCommands;
import org.hostha.server.api.commands.EventCommands;
import org.hostha.server.api.commands.ExplanationCommands;
import org.hostha.server.api.commands.FencingProofCommands;
import org.hostha.server.api.commands.HostCommands;
import org.hostha.server.api.commands.HostHACommands;
import org.hostha.server.api.commands.JobCommands;
import org.hostha.server.api.commands.ManagementServer;
import org.hostha.server.api.commands.OutOfBandManagementCommands;
import org.hostha.server.api.commands.PlaceCommands;
import org.hostha.server.api.commands.Places;
import org.hostha.server.api.commands.SimulatorCommands;
import org.hostha.server.api.commands.VirtualMachineCommands;
import org.hostha.server.auth.ApiKeyAuthenticator;
import org.hostha.server.auth.Users;
import org.hostha.server.db.Database;
import org.hostha.server.db.DatabaseEntityIds;
import org.hostha.server.events.EventLog;
import org.hostha.server.hosts.HostMonitor;
import org.hostha.server.hosts.HostStatuses;
import org.hostha.server.inventory.Inventory;
import org.hostha.server.inventory.ResourceStates;
import org.hostha.server.jobs.AsyncJobs;
import org.hostha.server.jobs.JobStore;
import org.hostha.server.settings.Catalogue;
import org.hostha.server.settings.DatabaseSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The API: its commands, who may call them, and the HTTP server. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    /** CloudStack's bound on the headers of a request. */
    private static final int HEADER_BYTES = 8192;
    private static final int MAX_THREADS = 64;

    @Bean
    Users users(Database database, SecretCipher cipher) {
        return new Users(database, cipher);
    }

    @Bean
    JobStore jobStore(Database database, ManagementServer self) {
        return new JobStore(database, self.msid());
    }

    @Bean
    AsyncJobs jobs(JobStore store, EventLog events) {
        return new AsyncJobs(store, events);
    }

    @Bean
    Housekeeping housekeeping(DatabaseSettings settings, AsyncJobs jobs, ThreadEventLoop hostLoop) {
        return new Housekeeping(settings, jobs, hostLoop);
    }

    @Bean
    Places places(Database database, Inventory inventory) {
        return new Places(database, inventory);
    }

    @Bean
    Commands.Group hostHACommands(HAManager manager, Places places) {
        return new HostHACommands(manager, places);
    }

    @Bean
    Commands.Group explanationCommands(HAManager manager, Places places) {
        return new ExplanationCommands(manager, places);
    }

    @Bean
    Commands.Group oobmCommands(OutOfBandManagementService service, Places places) {
        return new OutOfBandManagementCommands(service, places);
    }

    @Bean
    Commands.Group fencingProofCommands(OutOfBandManagementService service, Places places, Inventory inventory,
            Clock clock) {
        return new FencingProofCommands(service, places, inventory, clock);
    }

    @Bean
    Commands.Group simulatorCommands(SimulatorHAProvider provider, Places places) {
        return new SimulatorCommands(provider, places);
    }

    @Bean
    Commands.Group placeCommands(Database database) {
        return new PlaceCommands(database);
    }

    @Bean
    Commands.Group hostCommands(Database database, Inventory inventory, ResourceStates states, HAStore store,
            HAEngine engine, OutOfBandManagementService oobm, HostStatuses statuses,
            HostMonitor monitor, Places places) {
        return new HostCommands(database, inventory, states, store, engine, oobm, statuses, monitor, places);
    }

    @Bean
    Commands.Group virtualMachineCommands(Database database, Inventory inventory, HostStatuses statuses) {
        return new VirtualMachineCommands(database, inventory, statuses);
    }

    @Bean
    Commands.Group eventCommands(Database database) {
        return new EventCommands(database);
    }

    @Bean
    Commands.Group configurationCommands(Catalogue catalogue, DatabaseSettings settings, Places places,
            EventLog events) {
        return new ConfigurationCommands(catalogue, settings, places, events);
    }

    @Bean
    Commands.Group jobCommands(JobStore jobs, ManagementServer self) {
        return new JobCommands(jobs, self);
    }

    @Bean
    ApiService apiService(List<Commands.Group> groups, Database database, Users users, Clock clock, AsyncJobs jobs) {
        Commands commands = new Commands();
        groups.forEach(group -> group.declare(commands));
        new DiscoveryCommands(commands, database).declare(commands);
        return new ApiService(commands, new ApiKeyAuthenticator(users, clock), new DatabaseEntityIds(database), jobs);
    }

    /** Not started, and stopped before everything that it calls. */
    @Bean(destroyMethod = "stop")
    Server httpServer(ServerOptions options, ApiService service) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("http");
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(options.bind());
        connector.setPort(options.port());
        server.addConnector(connector);
        server.setHandler((Handler) new ApiHandler(service));
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        errors.setShowCauses(false);
        server.setErrorHandler(errors);
        return server;
    }
}
