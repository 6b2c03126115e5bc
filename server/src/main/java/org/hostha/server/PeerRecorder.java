package org.hostha.server;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.hostha.core.EventLoop;
import org.hostha.ha.spi.Membership;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;

/**
 * Keeps {@code mshost} and {@code mshost_peer} as CloudStack does, for whoever reads them: this manager's row is touched
 * again and again, a peer that no longer lives is Down, and each manager writes what it thinks of the others. Nothing is
 * decided by these tables.
 */
final class PeerRecorder {

    /** CloudStack's cluster.heartbeat.interval. */
    private static final Duration INTERVAL = Duration.ofMillis(1500);

    private record Peer(long id, long msid, long runid, String state) { }

    private final Database database;
    private final Membership membership;
    private final EventLoop loop;
    private List<Peer> recorded = List.of();
    private Set<Long> recordedLive = Set.of();

    /** @param loop where the tables are written; it waits for the database */
    PeerRecorder(Database database, Membership membership, EventLoop loop) {
        this.database = database;
        this.membership = membership;
        this.loop = loop;
    }

    void start() {
        loop.schedule(INTERVAL, this::round);
    }

    private void round() {
        loop.schedule(INTERVAL, this::round);
        Set<Long> live = membership.view().live();
        if (!live.contains(membership.self())) {
            return;
        }
        database.jdbc().sql("UPDATE mshost SET last_update = ?, state = 'Up' WHERE msid = ?").param(Utc.now())
                .param(membership.self()).update();
        List<Peer> all = database.jdbc().sql("SELECT id, msid, runid, state FROM mshost WHERE removed IS NULL"
                + " ORDER BY id").query(Peer.class).list();
        if (!all.equals(recorded) || !live.equals(recordedLive)) {
            long self = all.stream().filter(peer -> peer.msid() == membership.self()).findFirst().orElseThrow().id();
            all.stream().filter(peer -> peer.id() != self).forEach(peer -> record(self, peer, live));
            recorded = all;
            recordedLive = live;
        }
    }

    private void record(long self, Peer peer, Set<Long> live) {
        boolean up = live.contains(peer.msid());
        if (!up) {
            database.jdbc().sql("UPDATE mshost SET state = 'Down' WHERE id = ? AND state = 'Up'").param(peer.id())
                    .update();
        }
        database.jdbc().sql("INSERT INTO mshost_peer (owner_mshost, peer_mshost, peer_runid, peer_state, last_update)"
                        + " VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE peer_runid = VALUES(peer_runid),"
                        + " peer_state = VALUES(peer_state), last_update = VALUES(last_update)")
                .param(self).param(peer.id()).param(peer.runid()).param(up ? "Up" : "Down").param(Utc.now()).update();
    }
}
