package org.hostha.server;

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

    private Managers() {
    }

    /** The manager that this database belongs to; made when it is new. */
    static ManagementServer self(Database database) {
        String select = "SELECT msid, uuid, name FROM mshost WHERE removed IS NULL";
        return database.jdbc().sql(select).query(ManagementServer.class).optional().orElseGet(() -> {
            database.jdbc().sql("INSERT INTO mshost (msid, name, uuid, state, service_ip, service_port)"
                            + " VALUES (?, 'management-server', ?, 'Down', '127.0.0.1', 0)")
                    .param(new SecureRandom().nextLong() & MSID_BITS).param(UUID.randomUUID().toString()).update();
            return database.jdbc().sql(select).query(ManagementServer.class).single();
        });
    }

    static void up(Database database, ManagementServer self, String ip, int port) {
        database.jdbc().sql("UPDATE mshost SET state = 'Up', version = ?, runid = ?, service_ip = ?, service_port = ?,"
                        + " last_update = ? WHERE msid = ?")
                .param(VERSION).param(System.currentTimeMillis()).param(ip).param(port).param(Utc.now())
                .param(self.msid()).update();
    }

    static void down(Database database, ManagementServer self) {
        database.jdbc().sql("UPDATE mshost SET state = 'Down', last_update = ? WHERE msid = ?").param(Utc.now())
                .param(self.msid()).update();
    }
}
