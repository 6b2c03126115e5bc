package org.hostha.server;

import java.time.Clock;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.hostha.core.SecretCipher;
import org.hostha.core.ThreadEventLoop;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HAManager;
import org.hostha.ha.simulator.SimulatorHAProvider;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.server.api.ApiHandler;
import org.hostha.server.api.ApiRequest;
import org.hostha.server.api.ApiService;
import org.hostha.server.api.Authenticator;
import org.hostha.server.api.Commands;
import org.hostha.server.api.commands.AddCommands;
import org.hostha.server.api.commands.ConfigurationCommands;
import org.hostha.server.api.commands.DirectiveCommands;
import org.hostha.server.api.commands.DiscoveryCommands;
import org.hostha.server.api.commands.EventCommands;
import org.hostha.server.api.commands.ExplanationCommands;
import org.hostha.server.api.commands.FencingProofCommands;
import org.hostha.server.api.commands.HostCommands;
import org.hostha.server.api.commands.HostHACommands;
import org.hostha.server.api.commands.HostListing;
import org.hostha.server.api.commands.HostStateCommands;
import org.hostha.server.api.commands.JobCommands;
import org.hostha.server.api.commands.ManagementServer;
import org.hostha.server.api.commands.ManagementServerCommands;
import org.hostha.server.api.commands.MockCommands;
import org.hostha.server.api.commands.OperatorCommands;
import org.hostha.server.api.commands.OutOfBandManagementCommands;
import org.hostha.server.api.commands.PlaceCommands;
import org.hostha.server.api.commands.Places;
import org.hostha.server.api.commands.ResourceCommands;
import org.hostha.server.api.commands.SessionCommands;
import org.hostha.server.api.commands.SimulatorCommands;
import org.hostha.server.api.commands.UiCommands;
import org.hostha.server.api.commands.UserCommands;
import org.hostha.server.api.commands.VirtualMachineCommands;
import org.hostha.server.api.commands.VirtualMachinePowerCommands;
import org.hostha.server.auth.ApiKeyAuthenticator;
import org.hostha.server.auth.Logins;
import org.hostha.server.auth.SessionAuthenticator;
import org.hostha.server.auth.Sessions;
import org.hostha.server.auth.Users;
import org.hostha.server.console.ConsoleHandler;
import org.hostha.server.console.Live;
import org.hostha.server.console.PictureTaker;
import org.hostha.server.db.Database;
import org.hostha.server.db.DatabaseEntityIds;
import org.hostha.server.events.EventLog;
import org.hostha.server.health.Health;
import org.hostha.server.hosts.HostMonitor;
import org.hostha.server.hosts.HostStatuses;
import org.hostha.server.hosts.KvmHostAgents;
import org.hostha.server.inventory.Builder;
import org.hostha.server.inventory.Inventory;
import org.hostha.server.inventory.ResourceStates;
import org.hostha.server.jobs.AsyncJobs;
import org.hostha.server.jobs.JobStore;
import org.hostha.server.metrics.Scrape;
import org.hostha.server.settings.Catalogue;
import org.hostha.server.settings.DatabaseSettings;
import org.hostha.server.vmha.VmHAService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The API: its commands, who may call them, and the HTTP server. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    private static final int MAX_THREADS = 64;

    @Bean
    Sessions sessions() {
        return new Sessions(System::nanoTime);
    }

    @Bean
    Users users(Database database, SecretCipher cipher, Sessions sessions) {
        return new Users(database, cipher, sessions);
    }

    @Bean
    SessionAuthenticator sessionAuthenticator(Sessions sessions, Users users, DatabaseSettings settings) {
        return new SessionAuthenticator(sessions, users, settings);
    }

    @Bean
    Logins logins(Users users, Sessions sessions) {
        return new Logins(users, sessions);
    }

    @Bean
    Commands.Group sessionCommands(Logins logins, ManagementServer self) {
        return new SessionCommands(logins, self);
    }

    @Bean
    JobStore jobStore(Database database, ManagementServer self) {
        return new JobStore(database, self.msid());
    }

    @Bean
    AsyncJobs jobs(JobStore store, EventLog events, DatabaseSettings settings) {
        return new AsyncJobs(store, events, settings);
    }

    @Bean
    Housekeeping housekeeping(DatabaseSettings settings, Inventory inventory, AsyncJobs jobs, ThreadEventLoop hostLoop) {
        return new Housekeeping(settings, inventory, jobs, hostLoop);
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
    Commands.Group directiveCommands(HAManager manager, Places places, EventLog events) {
        return new DirectiveCommands(manager, places, events);
    }

    @Bean
    Commands.Group operatorCommands(HAManager manager, HAEngine engine, ResourceStates states, Places places,
            HostListing hosts, EventLog events) {
        return new OperatorCommands(manager, engine, states, places, hosts, events);
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
    PlaceCommands placeCommands(Database database) {
        return new PlaceCommands(database);
    }

    @Bean
    Builder builder(Database database, Inventory inventory) {
        return new Builder(database, inventory);
    }

    @Bean
    HostListing hostListing(Database database, Inventory inventory, HostStatuses statuses, HostMonitor monitor,
            SecretCipher cipher) {
        return new HostListing(database, inventory, statuses, monitor, cipher);
    }

    @Bean
    Commands.Group userCommands(Database database, Users users, Logins logins) {
        return new UserCommands(database, users, logins);
    }

    @Bean
    Commands.Group managementServerCommands(Database database, ManagementServer self) {
        return new ManagementServerCommands(database, self);
    }

    @Bean
    Commands.Group resourceCommands(Database database) {
        return new ResourceCommands(database);
    }

    @Bean
    Commands.Group mockCommands(Database database) {
        return new MockCommands(database);
    }

    @Bean
    Commands.Group uiCommands() {
        return new UiCommands();
    }

    @Bean
    Commands.Group addCommands(Builder builder, Places places, PlaceCommands listed, HostListing hosts,
            KvmHostAgents agents, EventLog events) {
        return new AddCommands(builder, places, listed, hosts, agents, events);
    }

    @Bean
    Commands.Group hostCommands(HostListing hosts) {
        return new HostCommands(hosts);
    }

    @Bean
    Commands.Group hostStateCommands(Builder builder, ResourceStates states, HAManager manager, HAEngine engine,
            HostMonitor monitor, VmHAService vmHA, Places places, HostListing hosts) {
        return new HostStateCommands(builder, states, manager, engine, monitor, vmHA, places, hosts);
    }

    @Bean
    Commands.Group virtualMachinePowerCommands(VmHAService vmHA, VirtualMachineCommands listed) {
        return new VirtualMachinePowerCommands(vmHA.power(), listed);
    }

    @Bean
    VirtualMachineCommands virtualMachineCommands(Database database, Inventory inventory, HostStatuses statuses) {
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
    Commands.Group jobCommands(JobStore jobs) {
        return new JobCommands(jobs);
    }

    @Bean
    ApiService apiService(List<Commands.Group> groups, Database database, Users users, Clock clock, AsyncJobs jobs,
            SessionAuthenticator sessions, DatabaseSettings settings) {
        Commands commands = new Commands();
        groups.forEach(group -> group.declare(commands));
        new DiscoveryCommands(commands, settings).declare(commands);
        ApiKeyAuthenticator keys = new ApiKeyAuthenticator(users, settings, clock);
        Authenticator authenticator = (request, command) -> isOfSession(request)
                ? sessions.authenticate(request, command) : keys.authenticate(request, command);
        return new ApiService(commands, authenticator, new DatabaseEntityIds(database), jobs, settings);
    }

    private static boolean isOfSession(ApiRequest request) {
        return request.anyCase("signature").isEmpty()
                && request.origin().cookie(SessionAuthenticator.ID_COOKIE).isPresent();
    }

    @Bean
    Live live(Database database, Inventory inventory, HostStatuses statuses, OutOfBandManagementService oobm,
            SessionAuthenticator sessions) {
        return new Live(new PictureTaker(database, inventory, statuses, oobm), sessions);
    }

    /** Not started, without a connector yet, and stopped before everything that it calls. */
    @Bean(destroyMethod = "stop")
    Server httpServer(ApiService service, Live live, Scrape scrape, Health health) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("http");
        Server server = new Server(threads);
        server.setHandler(new Handler.Sequence(new ApiHandler(service), live, scrape, health, new ConsoleHandler()));
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        errors.setShowCauses(false);
        server.setErrorHandler(errors);
        return server;
    }
}
