package org.hostha.server;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

    public static void main(String[] args) {
        if (System.getProperty("log4j2.configurationFile") == null) {
            System.setProperty("log4j2.configurationFile", "classpath:org/hostha/server/log4j2.xml");
        }
        System.exit(new CommandLine(new ServerMain()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        ServerOptions defaults = ServerOptions.of(bind, port, data, Optional.ofNullable(inventory));
        ServerOptions options = new ServerOptions(bind, port, data, defaults.inventory(),
                apiKeyFile == null ? defaults.apiKeyFile() : apiKeyFile,
                keyFile == null ? defaults.keyFile() : keyFile);
        HostHAServer server;
        try {
            server = HostHAServer.start(options);
        } catch (StartException e) {
            System.err.println(e.getMessage());
            return CANNOT_START;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        System.out.println("ready: " + server.endpoint());
        new CountDownLatch(1).await();
        return 0;
    }
}
