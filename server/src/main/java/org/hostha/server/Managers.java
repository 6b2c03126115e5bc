package org.hostha.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.hostha.server.api.commands.ManagementServer;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;

/** This manager's row in {@code mshost}. */
final class Managers {

    private static final String VERSION = Optional.ofNullable(Managers.class.getPackage().getImplementationVersion())
            .orElse("0.1.0-SNAPSHOT");

    /** CloudStack's msid is a MAC address: 48 bits. */
    private static final long MSID_BITS = (1L << 48) - 1;
    private static final String ROW = "SELECT msid, uuid, name FROM mshost WHERE removed IS NULL AND msid = ?";

    private Managers() {
    }

    /**
     * The manager that the data directory belongs to; made when it is new. Managers that share a database have a
     * directory each.
     */
    static ManagementServer self(Database database, ServerOptions options) {
        Path file = options.data().resolve("msid");
        try {
            if (!Files.exists(file)) {
                long known = options.database().isPresent() ? 0 : only(database);
                Files.writeString(file, Long.toString(known == 0 ? newMsid() : known), StandardCharsets.US_ASCII);
            }
            long msid = Long.parseLong(Files.readString(file, StandardCharsets.US_ASCII).strip());
            return database.jdbc().sql(ROW).param(msid).query(ManagementServer.class).optional()
                    .orElseGet(() -> insert(database, msid));
        } catch (IOException | NumberFormatException e) {
            throw new StartException("The number of this management server can't be read from, or written to, " + file
                    + " (" + e.getMessage() + "). It is a file with one number in it: check its permissions, or remove"
                    + " it, and this is a new management server.", e);
        }
    }

    /** The manager of an embedded database from before there was a file, 0 when there is none. */
    private static long only(Database database) {
        return database.jdbc().sql("SELECT MAX(msid) FROM mshost WHERE removed IS NULL").query(Long.class).optional()
                .orElse(0L);
    }

    private static long newMsid() {
        return new SecureRandom().nextLong() & MSID_BITS;
    }

    private static ManagementServer insert(Database database, long msid) {
        database.jdbc().sql("INSERT INTO mshost (msid, name, uuid, state, service_ip, service_port)"
                        + " VALUES (?, 'management-server', ?, 'Down', '127.0.0.1', 0)")
                .param(msid).param(UUID.randomUUID().toString()).update();
        return database.jdbc().sql(ROW).param(msid).query(ManagementServer.class).single();
    }

    static void up(Database database, ManagementServer self, long run, String ip, int port) {
        database.jdbc().sql("UPDATE mshost SET state = 'Up', version = ?, runid = ?, service_ip = ?, service_port = ?,"
                        + " last_update = ? WHERE msid = ?")
                .param(VERSION).param(run).param(ip).param(port).param(Utc.now()).param(self.msid()).update();
    }

    static void down(Database database, ManagementServer self) {
        database.jdbc().sql("UPDATE mshost SET state = 'Down', last_update = ? WHERE msid = ?").param(Utc.now())
                .param(self.msid()).update();
    }
}
