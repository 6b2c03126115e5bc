package org.hostha.server;

import java.nio.file.Path;
import java.util.Optional;
import org.hostha.server.ServerOptions.DatabaseServer;
import org.hostha.server.db.Database;

/**
 * The database of a data directory: the embedded one or, with {@code -Dhostha.test.on=mariadb}, a schema of its own on
 * the MariaDB of {@code -Dhostha.test.mariadb=jdbc:mariadb://ADDRESS/NAME?user=...}.
 */
public final class TestDatabase {

    private TestDatabase() {
    }

    public static boolean isMariaDb() {
        return "mariadb".equals(System.getProperty("hostha.test.on"));
    }

    public static Database open(Path data) {
        return server(data).map(server -> Database.connect(server.url(), server.user(), Optional.empty()))
                .orElseGet(() -> Database.open(data));
    }

    /** The options of a server on that database. */
    public static ServerOptions options(int port, Path data, Optional<Path> inventory) {
        return ServerOptions.of("127.0.0.1", port, data, inventory).withDatabase(server(data));
    }

    private static Optional<DatabaseServer> server(Path data) {
        if (!isMariaDb()) {
            return Optional.empty();
        }
        String schema = "hostha_" + Integer.toHexString(data.toAbsolutePath().toString().hashCode());
        String url = System.getProperty("hostha.test.mariadb").replaceFirst("(//[^/]+/)[^?]*", "$1" + schema);
        return Optional.of(new DatabaseServer(url, "root", Optional.empty()));
    }
}
