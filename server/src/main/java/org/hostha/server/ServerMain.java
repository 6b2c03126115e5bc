package org.hostha.server;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the standalone management server. */
@Command(name = "server", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Runs the standalone management server. It speaks CloudStack's API at"
                + " http://BIND:PORT/client/api.")
public final class ServerMain implements Callable<Integer> {

    private static final int CANNOT_START = 2;

    @Option(names = "--bind", defaultValue = "127.0.0.1", paramLabel = "ADDRESS",
            description = "address to listen on (default: ${DEFAULT-VALUE})")
    private String bind;

    @Option(names = "--port", defaultValue = "8080", paramLabel = "N",
            description = "port to listen on, 0 for a free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--data", required = true, paramLabel = "DIR",
            description = "directory of everything that the server keeps; made if it isn't there")
    private Path data;

    @Option(names = "--inventory", paramLabel = "FILE",
            description = "YAML file of zones, clusters, hosts and VMs; adds and updates, never removes")
    private Path inventory;

    @Option(names = "--api-key-file", paramLabel = "FILE",
            description = "where the root admin's API key and secret are written, mode 0600 (default: admin.apikey in"
                    + " the data directory)")
    private Path apiKeyFile;

    @Option(names = "--key-file", paramLabel = "FILE",
            description = "key that secrets are stored with, mode 0600; made if it isn't there (default: secret.key"
                    + " in the data directory)")
    private Path keyFile;

    @Option(names = "--admin-password-file", paramLabel = "FILE",
            description = "the root admin's first password: read from the file's first line, or made up and written to"
                    + " it, mode 0600, where the file isn't there (default: made up, and printed once)")
    private Path adminPasswordFile;

    @Option(names = "--keystore", paramLabel = "FILE",
            description = "certificate and key in PKCS #12 format: the server then speaks HTTPS")
    private Path keystore;

    @Option(names = "--keystore-password-file", paramLabel = "FILE",
            description = "file whose first line is the keystore's password")
    private Path keystorePasswordFile;

    @Option(names = "--database", paramLabel = "URL",
            description = "database server instead of the embedded database, such as"
                    + " jdbc:mariadb://127.0.0.1/hostha")
    private String database;

    @Option(names = "--database-user", paramLabel = "NAME", defaultValue = "hostha",
            description = "user of the database server (default: ${DEFAULT-VALUE})")
    private String databaseUser;

    @Option(names = "--database-password-file", paramLabel = "FILE",
            description = "file whose first line is that user's password")
    private Path databasePasswordFile;

    @Option(names = "--log", paramLabel = "FORMAT", defaultValue = "json",
            description = "how the log is written to standard output: json, one object a line, or text (default:"
                    + " ${DEFAULT-VALUE})")
    private LogFormat log;

    @Spec
    private CommandSpec command;

    private enum LogFormat { json, text }

    public static void main(String[] args) {
        if (System.getProperty("log4j2.configurationFile") == null) {
            System.setProperty("log4j2.configurationFile", "classpath:org/hostha/server/log4j2.xml");
        }
        System.exit(new CommandLine(new ServerMain()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        System.setProperty("hostha.log", log.name());
        HostHAServer server;
        try {
            server = HostHAServer.start(options());
        } catch (StartException e) {
            System.err.println(e.getMessage());
            return CANNOT_START;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        server.firstPassword().ifPresent(password -> System.err.println("user: admin, password: "
                + password.revealText() + " (it is shown this once, and stored nowhere)"));
        System.err.println("ready: " + server.endpoint());
        new CountDownLatch(1).await();
        return 0;
    }

    private ServerOptions options() {
        if ((keystore == null) != (keystorePasswordFile == null)) {
            throw new ParameterException(command.commandLine(),
                    "--keystore and --keystore-password-file belong together");
        }
        return ServerOptions.of(bind, port, data, Optional.ofNullable(inventory))
                .withKeys(Optional.ofNullable(apiKeyFile), Optional.ofNullable(keyFile))
                .withAdminPassword(Optional.ofNullable(adminPasswordFile))
                .withTls(Optional.ofNullable(keystore)
                        .map(file -> new ServerOptions.Tls(file, keystorePasswordFile)))
                .withDatabase(Optional.ofNullable(database).map(url -> new ServerOptions.DatabaseServer(url,
                        databaseUser, Optional.ofNullable(databasePasswordFile))));
    }
}
