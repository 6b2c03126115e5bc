package org.hostha.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.hostha.core.Secret;
import org.hostha.ha.HAEngine;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.PowerStateSync;
import org.hostha.server.api.commands.ManagementServer;
import org.hostha.server.auth.PrivateFile;
import org.hostha.server.auth.Users;
import org.hostha.server.db.Database;
import org.hostha.server.hosts.HostMonitor;
import org.hostha.server.hosts.HostStatusRecorder;
import org.hostha.server.hosts.KvmHostDirectory;
import org.hostha.server.inventory.Inventory;
import org.hostha.server.inventory.InventoryException;
import org.hostha.server.jobs.AsyncJobs;
import org.hostha.server.settings.Catalogue;
import org.hostha.server.settings.DatabaseSettings;
import org.hostha.server.vmha.VmHAService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A running management server. */
public final class HostHAServer implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(HostHAServer.class);

    private final DataDirectory directory;
    private final Database database;
    private final AnnotationConfigApplicationContext context;

    private Optional<Secret> firstPassword = Optional.empty();

    private HostHAServer(DataDirectory directory, Database database, AnnotationConfigApplicationContext context) {
        this.directory = directory;
        this.database = database;
        this.context = context;
    }

    /**
     * Starts a server; when this returns, it takes requests.
     *
     * @throws StartException saying what is in the way, and what to do about it; nothing is left running then
     */
    public static HostHAServer start(ServerOptions options) {
        return start(options, new Class<?>[0]);
    }

    /** @param more Spring configurations besides the server's own, which come first */
    static HostHAServer start(ServerOptions options, Class<?>... more) {
        DataDirectory directory = DataDirectory.take(options.data());
        try {
            return start(options, directory, more);
        } catch (Database.UnusableException | InventoryException e) {
            directory.close();
            throw new StartException(e.getMessage(), e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static HostHAServer start(ServerOptions options, DataDirectory directory, Class<?>... more) {
        Database database = openDatabase(options);
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        HostHAServer server = new HostHAServer(directory, database, context);
        try {
            context.registerBean(ServerOptions.class, () -> options);
            context.getBeanFactory().registerSingleton("database", database);
            if (more.length > 0) {
                context.register(more);
            }
            context.register(BaseConfiguration.class, MembershipConfiguration.class, HAConfiguration.class,
                    DriverConfiguration.class, ApiConfiguration.class, MonitoringConfiguration.class);
            context.refresh();
            server.begin(options);
            return server;
        } catch (RuntimeException e) {
            context.close();
            database.close();
            throw e;
        }
    }

    private static Database openDatabase(ServerOptions options) {
        return options.database().map(server -> Database.connect(server.url(), server.user(),
                server.passwordFile().map(HostHAServer::secretIn))).orElseGet(() -> Database.open(options.data()));
    }

    private static Secret secretIn(Path file) {
        try {
            return PrivateFile.firstLine(file);
        } catch (IOException e) {
            throw new StartException("The database password can't be read from " + file + " ("
                    + e.getClass().getSimpleName() + "). Check the path and its permissions.", e);
        }
    }

    /** In the order in which one stands on the other; HTTP comes last, so that nobody is let in before all is there. */
    private void begin(ServerOptions options) {
        Users users = bean(Users.class);
        users.bootstrap();
        firstPassword = FirstPassword.set(users, options.adminPasswordFile());
        writeKeys(options.apiKeyFile(), users.adminKeys());
        options.inventory().ifPresent(file -> bean(Inventory.class).apply(file, bean(Catalogue.class),
                bean(DatabaseSettings.class)));
        bean(AsyncJobs.class).start();
        bean(OutOfBandManagementService.class).all();
        bean(HostMonitor.class).start();
        bean(KvmHostDirectory.class).start();
        bean(HostStatusRecorder.class).start();
        bean(Housekeeping.class).start();
        bean(PowerStateSync.class).start();
        bean(VmHAService.class).start();
        bean(HAEngine.class).start();
        listen(options);
        Managers.up(database, bean(ManagementServer.class), bean(MembershipConfiguration.Run.class).id(),
                options.bind(), port());
        bean(PeerRecorder.class).start();
        LOG.info("management server is up on {}", endpoint());
    }

    private static void writeKeys(Path file, Users.KeyPair keys) {
        try {
            PrivateFile.write(file, "apikey=" + keys.apiKey() + "\nsecretkey=" + keys.secretKey().revealText() + "\n");
        } catch (IOException e) {
            throw new StartException("The API keys can't be written to " + file + " (" + e.getClass().getSimpleName()
                    + "). Check the path and its permissions, or give another --api-key-file.", e);
        }
    }

    private void listen(ServerOptions options) {
        Server http = bean(Server.class);
        ServerConnector connector = Connectors.connector(http, options);
        connector.setHost(options.bind());
        connector.setPort(options.port());
        http.addConnector(connector);
        try {
            http.start();
        } catch (Exception e) {
            throw new StartException("Address " + options.bind() + ":" + options.port() + " can't be listened on ("
                    + e.getMessage() + "). Give another --port, or 0 for a free one.", e);
        }
    }

    /** The root admin's password, when this start has made it up; it is written nowhere. */
    public Optional<Secret> firstPassword() {
        return firstPassword;
    }

    /** The port that is listened on. */
    public int port() {
        return ((ServerConnector) bean(Server.class).getConnectors()[0]).getLocalPort();
    }

    /** Where the API is. */
    public String endpoint() {
        ServerOptions options = bean(ServerOptions.class);
        return (options.tls().isPresent() ? "https://" : "http://") + options.bind() + ":" + port() + "/client/api";
    }

    /** A part of the server. */
    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Stops: first HTTP, then what decides and acts, last what stores. Armed orders stay in the store as intents. */
    @Override
    public void close() {
        if (context.isActive()) {
            try {
                bean(Server.class).stop();
            } catch (Exception e) {
                LOG.warn("HTTP did not stop in good order: {}", e.toString());
            }
            Managers.down(database, bean(ManagementServer.class));
            context.close();
        }
        database.close();
        directory.close();
        LOG.info("management server has stopped");
    }
}
