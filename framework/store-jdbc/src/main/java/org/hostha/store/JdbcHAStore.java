package org.hostha.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.DecisionRecord;
import org.hostha.ha.Directive;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HARow;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.spi.HAStore;

/**
 * Cases in an SQL database: {@code ha_config} as CloudStack has it, and {@code hostha_*} tables beside it. Every method
 * throws {@link StoreException} when the database fails; deadlocks that the database broke are tried again first.
 *
 * <p>Correct at READ COMMITTED and REPEATABLE READ: what is decided upon is read under lock, and every write of a row
 * names the version that it replaces.
 */
public final class JdbcHAStore implements HAStore {

    private static final Logger LOG = LogManager.getLogger(JdbcHAStore.class);

    private static final String ROW = HARows.SELECT + " WHERE h.resource_id = ? AND h.resource_type = ?";

    private final Jdbc jdbc;
    private final Clock clock;
    private final Function<Resource, List<ReleaseRecord.Vm>> vmsOn;
    private final Set<String> complaints = ConcurrentHashMap.newKeySet();

    /**
     * @param clock wall clock, for display
     * @param vmsOn the VMs that are on a resource, in the order of their release; asked when a release is opened,
     *     before the transaction begins, so that it may use the same connection pool
     */
    public JdbcHAStore(DataSource dataSource, Clock clock, Function<Resource, List<ReleaseRecord.Vm>> vmsOn) {
        this.jdbc = new Jdbc(dataSource);
        this.clock = clock;
        this.vmsOn = vmsOn;
    }

    /** A row that can't be read is left out, and logged once: one bad row must not stop HA for all the others. */
    @Override
    public List<HARow> rows() {
        List<Optional<HARow>> rows =
                jdbc.run("read the rows of ha_config", connection -> Jdbc.query(connection, row -> {
            try {
                return Optional.of(HARows.map(row));
            } catch (StoreException e) {
                if (complaints.add(e.getMessage())) {
                    LOG.error("{}: HA does not look after it until it is corrected", e.getMessage());
                }
                return Optional.<HARow>empty();
            }
        }, HARows.SELECT + " ORDER BY h.id"));
        return rows.stream().flatMap(Optional::stream).toList();
    }

    @Override
    public Optional<HARow> row(Resource resource) {
        return jdbc.run("read the row of " + resource, connection -> row(connection, resource));
    }

    @Override
    public void configure(Resource resource, String provider) {
        jdbc.inTransaction("configure " + resource, connection -> Jdbc.update(connection,
                "INSERT INTO ha_config (resource_id, resource_type, enabled, ha_state, provider)"
                        + " VALUES (?, ?, 0, 'Disabled', ?) ON DUPLICATE KEY UPDATE provider = VALUES(provider)",
                resource.id(), HARows.resourceType(resource.type()), provider));
    }

    @Override
    public void turnSwitch(Partition partition, boolean on) {
        String what = "turn the switch of " + partition + (on ? " on" : " off");
        switch (partition.type()) {
            case Zone, Cluster -> jdbc.inTransaction(what, connection -> {
                Switches.HA.turn(connection, partition, on);
                return null;
            });
            case Host, VM -> {
                int count = jdbc.inTransaction(what, connection -> Jdbc.update(connection,
                        "UPDATE ha_config SET enabled = ? WHERE resource_id = ? AND resource_type = ?",
                        on ? 1 : 0, partition.id(), HARows.resourceType(partition.type())));
                if (count != 1) {
                    throw new IllegalArgumentException("HA is not configured for " + partition);
                }
            }
            case Pod -> throw new IllegalArgumentException("a pod has no HA switch");
        }
    }

    @Override
    public boolean switchedOn(Partition partition) {
        if (partition.type() != PartitionType.Zone && partition.type() != PartitionType.Cluster) {
            throw new IllegalArgumentException("only zones and clusters have a switch of this kind, not " + partition);
        }
        return jdbc.run("read the switch of " + partition, connection -> Switches.HA.on(connection, partition));
    }

    @Override
    public List<Directive> directives() {
        return jdbc.run("read the directives", Directives::inForce);
    }

    @Override
    public void lay(Directive directive) {
        jdbc.inTransaction("lay down " + directive, connection -> {
            Directives.lay(connection, directive);
            return null;
        });
    }

    @Override
    public boolean lift(Directive.Kind kind, Optional<Partition> where) {
        return jdbc.inTransaction("lift " + kind + " of " + where,
                connection -> Directives.lift(connection, kind, where));
    }

    @Override
    public Optional<HARow> claim(HARow seen, long owner) {
        return claim(List.of(seen), owner).get(0);
    }

    @Override
    public List<Optional<HARow>> claim(List<HARow> seen, long owner) {
        if (seen.isEmpty()) {
            return List.of();
        }
        return jdbc.inTransaction("claim " + seen.size() + " rows of ha_config from the " + seen.get(0).resourceType()
                + " " + seen.get(0).resourceId() + " on", connection -> Claims.claim(connection, seen, owner));
    }

    @Override
    public List<Answer> commit(List<Commit> commits) {
        if (commits.isEmpty()) {
            return List.of();
        }
        List<List<ReleaseRecord.Vm>> vms = commits.stream()
                .map(commit -> commit.opensRelease() ? vmsOn.apply(commit.resource()) : List.<ReleaseRecord.Vm>of())
                .toList();
        LocalDateTime now = now();
        return jdbc.inTransaction("store decisions on " + commits.stream().map(Commit::resource).toList(),
                connection -> new CommitBatch(connection, now).store(commits, vms));
    }

    @Override
    public ReleaseRecord release(Resource resource, long releaseId) {
        return jdbc.run("read release " + releaseId + " of " + resource,
                connection -> Releases.read(connection, resource, releaseId));
    }

    @Override
    public Optional<ReleaseRecord> lastRelease(Resource resource) {
        return jdbc.run("read the last release of " + resource, connection -> Releases.last(connection, resource));
    }

    @Override
    public void retire(Resource resource) {
        String type = HARows.resourceType(resource.type());
        jdbc.inTransaction("retire " + resource, connection -> {
            boolean live = Jdbc.update(connection, "UPDATE ha_config SET enabled = 0, ha_state = 'Disabled',"
                    + " mgmt_server_id = NULL, update_count = update_count + 1, update_time = ?"
                    + " WHERE resource_id = ? AND resource_type = ? AND (enabled <> 0 OR mgmt_server_id IS NOT NULL"
                    + " OR ha_state IS NULL OR ha_state <> 'Disabled')", now(), resource.id(), type) > 0;
            if (live) {
                Jdbc.update(connection, "UPDATE hostha_case SET epoch = epoch + 1, activity_checks = 0,"
                        + " activity_failures = 0, recoveries = 0, fence_tries = 0, custody = 0, order_id = NULL,"
                        + " order_kind = NULL, order_step = NULL, release_id = NULL, permit_cluster = NULL,"
                        + " reason = 'removed' WHERE ha_config_id ="
                        + " (SELECT id FROM ha_config WHERE resource_id = ? AND resource_type = ?)", resource.id(), type);
            }
            return live;
        });
    }

    @Override
    public boolean saveRelease(ReleaseRecord release, long epoch) {
        return jdbc.inTransaction("save release " + release.id() + " of " + release.resource(),
                connection -> Releases.save(connection, release, epoch));
    }

    @Override
    public List<GuardRow> guards() {
        return jdbc.run("read the storm guards", StormGuards::all);
    }

    @Override
    public boolean saveGuard(GuardRow guard) {
        return jdbc.inTransaction("save the storm guard of " + guard.where(),
                connection -> StormGuards.save(connection, guard));
    }

    @Override
    public List<DecisionRecord> decisions(Resource resource, long afterId, int limit) {
        return jdbc.run("read the decisions on " + resource,
                connection -> Decisions.after(connection, resource, afterId, limit));
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC);
    }

    private static Optional<HARow> row(Connection connection, Resource resource) throws SQLException {
        return Jdbc.query(connection, HARows::map, ROW, resource.id(), HARows.resourceType(resource.type())).stream()
                .findFirst();
    }
}
