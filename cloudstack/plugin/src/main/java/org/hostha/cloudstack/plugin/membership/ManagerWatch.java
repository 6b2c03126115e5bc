package org.hostha.cloudstack.plugin.membership;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hostha.cloudstack.plugin.store.Sql;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;

/**
 * Watches CloudStack's table of management servers for those that run without the plugin: a process whose {@code runid} has no
 * row among our managers. One counts as alive until its row says Down, or has not changed for a minute by our own clock.
 */
final class ManagerWatch {

    /** CloudStack renews a row every 1.5 s; a pause of its database or of the process is not its end. */
    static final Duration SILENCE = Duration.ofMinutes(1);
    /** Older news than this is none. */
    static final Duration STALE = Duration.ofSeconds(15);

    private record Server(long msid, String name, long run, String lastUpdate) { }

    private record Sign(String lastUpdate, MonotonicTime at) { }

    private final long self;
    private final Sql sql;
    private final EventLoop clock;
    private final Map<Long, Sign> signs = new HashMap<>();
    private volatile Set<String> without = Set.of();
    private volatile MonotonicTime looked;

    ManagerWatch(long self, Sql sql, EventLoop clock) {
        this.self = self;
        this.sql = sql;
        this.clock = clock;
    }

    /** Waits for the database. */
    synchronized void look() {
        MonotonicTime began = clock.now();
        List<Server> strangers = sql.list(row -> new Server(row.getLong("msid"), row.getString("name"), row.getLong("runid"),
                String.valueOf(row.getString("last_update"))), """
                SELECT m.msid, m.name, m.runid, m.last_update FROM mshost m
                WHERE m.removed IS NULL AND m.state <> 'Down' AND m.msid <> ? AND NOT EXISTS
                    (SELECT 1 FROM hostha_manager h WHERE h.msid = m.msid AND h.run = m.runid)""", self);
        Set<String> alive = new TreeSet<>();
        for (Server one : strangers) {
            Sign sign = signs.merge(one.msid(), new Sign(one.lastUpdate(), began),
                    (before, now) -> before.lastUpdate().equals(now.lastUpdate()) ? before : now);
            if (!began.reached(sign.at().plus(SILENCE))) {
                alive.add(one.name());
            }
        }
        without = alive;
        looked = began;
    }

    /** Why nothing destructive may be done, in words. */
    Optional<String> hold() {
        MonotonicTime last = looked;
        if (last == null || clock.now().reached(last.plus(STALE))) {
            return Optional.of("it is not known whether another management server runs without the plugin");
        }
        return without.isEmpty() ? Optional.empty() : Optional.of("management server " + String.join(", ", without)
                + " runs without the plugin");
    }
}
