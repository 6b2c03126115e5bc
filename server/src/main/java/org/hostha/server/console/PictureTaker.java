package org.hostha.server.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;
import org.hostha.server.hosts.HostStatuses;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;

/** Reads what the console shows, in a handful of statements whatever the number of hosts. */
public final class PictureTaker {

    private static final String HEALTHY = "Available";

    private static final String HOSTS = "SELECT h.id, h.uuid, h.name, c.uuid AS cluster_uuid, h.resource_state,"
            + " hc.enabled, hc.ha_state, hc.provider, cs.reason, cs.custody, o.host_id AS bmc, o.enabled AS bmc_enabled,"
            + " o.power_state, p.proven FROM host h JOIN cluster c ON c.id = h.cluster_id"
            + " LEFT JOIN ha_config hc ON hc.resource_id = h.id AND hc.resource_type = 'Host'"
            + " LEFT JOIN hostha_case cs ON cs.ha_config_id = hc.id LEFT JOIN oobm o ON o.host_id = h.id"
            + " LEFT JOIN hostha_oobm p ON p.host_id = h.id"
            + " WHERE h.removed IS NULL AND h.type = 'Routing' ORDER BY h.id";

    /** A switch that nobody has turned is on. */
    private static final String SWITCHES = ", (SELECT MIN(d.`value`) FROM %1$s d WHERE d.%2$s = x.id"
            + " AND d.name = 'resourceHAEnabled') AS ha, (SELECT MIN(d.`value`) FROM %1$s d WHERE d.%2$s = x.id"
            + " AND d.name = 'outOfBandManagementEnabled') AS power";
    private static final String ZONES = "SELECT 'zone' AS kind, x.uuid, x.name, NULL AS parent"
            + SWITCHES.formatted("data_center_details", "dc_id")
            + " FROM data_center x WHERE x.removed IS NULL ORDER BY x.id";
    private static final String PODS = "SELECT 'pod' AS kind, x.uuid, x.name, z.uuid AS parent, NULL AS ha,"
            + " NULL AS power FROM host_pod_ref x JOIN data_center z ON z.id = x.data_center_id"
            + " WHERE x.removed IS NULL ORDER BY x.id";
    private static final String CLUSTERS = "SELECT 'cluster' AS kind, x.uuid, x.name, p.uuid AS parent"
            + SWITCHES.formatted("cluster_details", "cluster_id")
            + " FROM cluster x JOIN host_pod_ref p ON p.id = x.pod_id WHERE x.removed IS NULL ORDER BY x.id";

    private final Database database;
    private final Inventory inventory;
    private final HostStatuses statuses;
    private final OutOfBandManagementService oobm;

    public PictureTaker(Database database, Inventory inventory, HostStatuses statuses,
            OutOfBandManagementService oobm) {
        this.database = database;
        this.inventory = inventory;
        this.statuses = statuses;
        this.oobm = oobm;
    }

    Picture take() {
        Function<HostInfo, HostStatuses.Status> status = statuses.snapshot();
        Map<Long, HostRow> hosts = new LinkedHashMap<>();
        database.jdbc().sql(HOSTS).query(row -> {
            // One that was added a moment ago may not be in memory yet; the next picture shows it.
            Optional<HostInfo> known = inventory.host(row.getLong("id"));
            if (known.isPresent()) {
                hosts.put(row.getLong("id"), host(row, known.get(), status.apply(known.get()).name()));
            }
        });
        List<PlaceRow> places = new ArrayList<>();
        List.of(ZONES, PODS, CLUSTERS).forEach(sql -> places.addAll(
                database.jdbc().sql(sql).query((row, number) -> place(row)).list()));
        return new Picture(hosts, places, last("event"), last("alert"));
    }

    private long last(String table) {
        return database.jdbc().sql("SELECT COALESCE(MAX(id), 0) FROM " + table).query(Long.class).single();
    }

    private HostRow host(ResultSet row, HostInfo host, String status) throws SQLException {
        boolean configured = row.getString("provider") != null;
        String state = row.getString("ha_state");
        String haState = !configured ? HostRow.UNCONFIGURED : state == null ? "Disabled" : state;
        boolean managed = row.getString("bmc") != null;
        String power = row.getString("power_state");
        Instant proven = Utc.read(row, "proven");
        String obstacle = managed ? oobm.fencingObstacle(host.resource()).orElse(null)
                : "out-of-band management is not configured";
        return new HostRow(row.getString("uuid"), row.getString("name"), row.getString("cluster_uuid"), status,
                row.getString("resource_state"), row.getInt("enabled") != 0, haState,
                managed && row.getInt("bmc_enabled") != 0,
                !managed ? HostRow.UNCONFIGURED : power == null ? "Unknown" : power,
                proven == null ? null : proven.getEpochSecond(), obstacle,
                HEALTHY.equals(haState) ? null : row.getString("reason"), row.getInt("custody") != 0);
    }

    private static PlaceRow place(ResultSet row) throws SQLException {
        return new PlaceRow(row.getString("kind"), row.getString("uuid"), row.getString("name"),
                row.getString("parent"), !"false".equalsIgnoreCase(row.getString("ha")),
                !"false".equalsIgnoreCase(row.getString("power")));
    }
}
