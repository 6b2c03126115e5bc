package org.hostha.server.hosts;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.EventLoop;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;

/**
 * Keeps {@code host.status} in step with what {@link HostStatuses} says, for whoever reads the table. Only changes are
 * written: a healthy host costs nothing.
 */
public final class HostStatusRecorder {

    private static final Logger LOG = LogManager.getLogger(HostStatusRecorder.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** CloudStack counts {@code last_ping} in units of 1,024 ms. */
    private static final int TIME_SHIFT = 10;

    private final Database database;
    private final long msid;
    private final Inventory inventory;
    private final HostStatuses statuses;
    private final HostMonitor monitor;
    private final EventLoop loop;
    private final Map<Long, HostStatuses.Status> written = new ConcurrentHashMap<>();

    /**
     * @param msid of this manager, which looks after the agents
     * @param loop where it is written; it waits for the database
     */
    public HostStatusRecorder(Database database, long msid, Inventory inventory, HostStatuses statuses, HostMonitor monitor,
            EventLoop loop) {
        this.database = database;
        this.msid = msid;
        this.inventory = inventory;
        this.statuses = statuses;
        this.monitor = monitor;
        this.loop = loop;
    }

    public void start() {
        loop.schedule(INTERVAL, this::round);
    }

    private void round() {
        loop.schedule(INTERVAL, this::round);
        Function<HostInfo, HostStatuses.Status> now = statuses.snapshot();
        inventory.hosts().forEach(host -> record(host, now.apply(host)));
    }

    private void record(HostInfo host, HostStatuses.Status status) {
        long id = host.resource().id();
        HostStatuses.Status before = written.get(id);
        if (status == before) {
            return;
        }
        long lastPing = monitor.lastContact(id).map(contact -> contact.wallClock().toEpochMilli() >> TIME_SHIFT)
                .orElse(0L);
        database.jdbc().sql("UPDATE host SET status = ?, last_ping = ?, mgmt_server_id = ?, disconnected = ?"
                        + " WHERE id = ?")
                .param(status.name()).param(lastPing).param(msid)
                .param(status == HostStatuses.Status.Up ? null : Utc.now()).param(id).update();
        written.put(id, status);
        LOG.info("{}: status {}{}", host.resource(), before == null ? "" : before + " -> ", status);
    }
}
