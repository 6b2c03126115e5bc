package org.hostha.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a server is started with.
 *
 * @param bind address to listen on
 * @param port to listen on; 0 takes a free one
 * @param data directory of everything that the server keeps
 * @param inventory applied at each start; what it doesn't name stays as it was
 * @param apiKeyFile where the root admin's keys are written
 * @param keyFile key that secrets are stored with
 */
public record ServerOptions(String bind, int port, Path data, Optional<Path> inventory, Path apiKeyFile, Path keyFile) {

    /** With key files in the data directory. */
    public static ServerOptions of(String bind, int port, Path data, Optional<Path> inventory) {
        return new ServerOptions(bind, port, data, inventory, data.resolve("admin.apikey"), data.resolve("secret.key"));
    }
}
