package org.hostha.server.api.commands;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.hostha.core.SecretCipher;
import org.hostha.ha.HAState;
import org.hostha.ha.Stored;
import org.hostha.oobm.PowerState;
import org.hostha.server.api.Paging;
import org.hostha.server.db.Database;
import org.hostha.server.db.Filter;
import org.hostha.server.hosts.HostMonitor;
import org.hostha.server.hosts.HostStatuses;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads hosts for lists: a page costs a handful of statements, whatever the number of hosts. */
public final class HostListing {

    /** Each host once, with its place, its HA configuration and its BMC. */
    static final String FROM = "FROM host h JOIN data_center z ON z.id = h.data_center_id"
            + " JOIN host_pod_ref p ON p.id = h.pod_id JOIN cluster c ON c.id = h.cluster_id"
            + " LEFT JOIN mshost m ON m.msid = h.mgmt_server_id AND m.removed IS NULL"
            + " LEFT JOIN ha_config hc ON hc.resource_id = h.id AND hc.resource_type = 'Host'"
            + " LEFT JOIN hostha_case cs ON cs.ha_config_id = hc.id LEFT JOIN oobm o ON o.host_id = h.id"
            + " WHERE h.removed IS NULL AND h.type = 'Routing'";

    /** The two filters on out-of-band management leave hosts out that were never configured. */
    static final String OOBM_ENABLED = "o.enabled = ?";
    static final String OOBM_POWER = "o.power_state = ?";

    private final Database database;
    private final Inventory inventory;
    private final HostStatuses statuses;
    private final HostMonitor monitor;
    private final SecretCipher cipher;

    public HostListing(Database database, Inventory inventory, HostStatuses statuses, HostMonitor monitor,
            SecretCipher cipher) {
        this.database = database;
        this.inventory = inventory;
        this.statuses = statuses;
        this.monitor = monitor;
        this.cipher = cipher;
    }

    /** One host that exists. */
    HostView one(long hostId) {
        return withRest(new Filter(FROM).and("h.id = ?", Optional.of(hostId))
                .list(jdbc(), HostView.Row.COLUMNS, "h.id", this::read)).get(0);
    }

    /** @param status only hosts of this status, which no table knows as of now */
    Paging.Rows<HostView> page(Filter filter, Optional<String> status, Paging paging) {
        if (status.isEmpty()) {
            Paging.Rows<Read> rows = filter.page(jdbc(), HostView.Row.COLUMNS, "h.id", paging, this::read);
            return new Paging.Rows<>(rows.count(), withRest(rows.page()));
        }
        Paging.Rows<Read> rows = paging.cut(filter.list(jdbc(), HostView.Row.COLUMNS, "h.id", this::read).stream()
                .filter(read -> status(read).equals(status.get())).toList());
        return new Paging.Rows<>(rows.count(), withRest(rows.page()));
    }

    /** A host that was added a moment ago may not be in memory yet. */
    private record Read(Optional<HostInfo> host, HostView.Row row, Optional<Stored> stored) { }

    private Read read(ResultSet row, int number) throws SQLException {
        return new Read(inventory.host(row.getLong("id")), HostView.Row.of(row, bmc(row)), stored(row));
    }

    private String status(Read read) {
        return read.host().map(host -> statuses.status(host, read.stored()).name()).orElse("");
    }

    private List<HostView> withRest(List<Read> rows) {
        Map<Long, List<String>> tags = new HashMap<>();
        Map<Long, Map<String, String>> details = new HashMap<>();
        Map<Long, String> jobs = new HashMap<>();
        List<Long> ids = rows.stream().flatMap(read -> read.host().stream()).map(host -> host.resource().id()).toList();
        if (!ids.isEmpty()) {
            jdbc().sql("SELECT host_id, tag FROM host_tags WHERE host_id IN (:ids) ORDER BY id").param("ids", ids)
                    .query(row -> {
                        tags.computeIfAbsent(row.getLong(1), id -> new ArrayList<>()).add(row.getString(2));
                    });
            jdbc().sql("SELECT host_id, name, `value` FROM host_details WHERE host_id IN (:ids)").param("ids", ids)
                    .query(row -> {
                        details.computeIfAbsent(row.getLong(1), id -> new TreeMap<>())
                                .put(row.getString(2), row.getString(3));
                    });
            jdbc().sql("SELECT instance_id, uuid FROM async_job WHERE job_status = 0 AND instance_type = 'Host'")
                    .query(row -> {
                        jobs.put(row.getLong(1), row.getString(2));
                    });
        }
        return rows.stream().filter(read -> read.host().isPresent()).map(read -> {
            HostInfo host = read.host().get();
            long id = host.resource().id();
            Instant pinged = monitor.lastContact(id).map(HostMonitor.Contact::wallClock).orElse(null);
            return new HostView(host, read.row(), status(read), pinged, read.stored(),
                    tags.getOrDefault(id, List.of()), details.getOrDefault(id, Map.of()),
                    Optional.ofNullable(jobs.get(id)));
        }).toList();
    }

    private Optional<OutOfBandManagementCommands.View> bmc(ResultSet row) throws SQLException {
        if (row.getString("bmc") == null) {
            return Optional.empty();
        }
        String state = row.getString("power_state");
        return Optional.of(new OutOfBandManagementCommands.View(null, state == null ? PowerState.Unknown.name() : state,
                row.getInt("bmc_enabled") != 0, row.getString("driver"), row.getString("address"),
                row.getString("port"), row.getString("username"), masked(row.getString("password")), null, null, null));
    }

    /** What can't be decrypted is not shown; whoever uses it says why. */
    private String masked(String encrypted) {
        try {
            return encrypted == null ? null : cipher.decrypt(encrypted).masked();
        } catch (IllegalArgumentException e) {
            return "****";
        }
    }

    /** As much of what HA concluded as decides what VM HA is told. */
    private static Optional<Stored> stored(ResultSet row) throws SQLException {
        if (row.getString("provider") == null) {
            return Optional.empty();
        }
        long release = row.getLong("release_id");
        OptionalLong open = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(release);
        return Optional.of(new Stored(state(row.getString("ha_state")), 0, 0, 0, 0, row.getInt("custody") != 0,
                Optional.empty(), open));
    }

    private static Optional<HAState> state(String word) {
        try {
            return Optional.ofNullable(word).map(HAState::valueOf);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
