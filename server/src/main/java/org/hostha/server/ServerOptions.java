package org.hostha.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a server is started with.
 *
 * @param bind address to listen on
 * @param port to listen on; 0 takes a free one
 * @param data directory of everything that the server keeps outside of its database
 * @param inventory applied at each start; what it doesn't name stays as it was
 * @param apiKeyFile where the root admin's keys are written
 * @param keyFile key that secrets are stored with
 * @param adminPasswordFile where the root admin's first password is read from, or written to where the file isn't there;
 *     without it, the first start makes one up and tells it once
 * @param tls for HTTPS instead of HTTP
 * @param database a database server instead of the embedded database
 */
public record ServerOptions(String bind, int port, Path data, Optional<Path> inventory, Path apiKeyFile, Path keyFile,
        Optional<Path> adminPasswordFile, Optional<Tls> tls, Optional<DatabaseServer> database) {

    /**
     * The server's certificate.
     *
     * @param keystore in PKCS #12 or JKS format
     * @param passwordFile the keystore's password is its first line
     */
    public record Tls(Path keystore, Path passwordFile) { }

    /**
     * A database server.
     *
     * @param url of JDBC, such as {@code jdbc:mariadb://127.0.0.1/hostha}, without a password
     * @param passwordFile the user's password is its first line; empty for a user without one
     */
    public record DatabaseServer(String url, String user, Optional<Path> passwordFile) { }

    /** With HTTP, the embedded database, and all files in the data directory. */
    public static ServerOptions of(String bind, int port, Path data, Optional<Path> inventory) {
        return new ServerOptions(bind, port, data, inventory, data.resolve("admin.apikey"), data.resolve("secret.key"),
                Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, but for the files that keys are in. */
    public ServerOptions withKeys(Optional<Path> apiKeys, Optional<Path> key) {
        return new ServerOptions(bind, port, data, inventory, apiKeys.orElse(apiKeyFile), key.orElse(keyFile),
                adminPasswordFile, tls, database);
    }

    /** The same, with the root admin's first password in a file. */
    public ServerOptions withAdminPassword(Optional<Path> file) {
        return new ServerOptions(bind, port, data, inventory, apiKeyFile, keyFile, file, tls, database);
    }

    /** The same over HTTPS. */
    public ServerOptions withTls(Optional<Tls> certificate) {
        return new ServerOptions(bind, port, data, inventory, apiKeyFile, keyFile, adminPasswordFile, certificate,
                database);
    }

    /** The same on a database server. */
    public ServerOptions withDatabase(Optional<DatabaseServer> server) {
        return new ServerOptions(bind, port, data, inventory, apiKeyFile, keyFile, adminPasswordFile, tls, server);
    }
}
