package org.hostha.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.hostha.ha.Directive;
import org.hostha.ha.HAState;
import org.hostha.ha.Order;
import org.hostha.oobm.PowerState;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;

/**
 * What the database says of the whole cloud, whoever looks after its hosts: the same on every management server that
 * shares it. It is read when the metrics are.
 */
public final class CloudGauges {

    /** Why hosts are in their states, in as few words as a time series can bear; in full it is in the console. */
    private static final String HOSTS = "SELECT state, reason, COUNT(*) AS hosts FROM (SELECT"
            + " COALESCE(hc.ha_state, 'Disabled') AS state,"
            + " CASE WHEN hc.provider IS NULL THEN 'not configured' WHEN cs.order_id IS NOT NULL THEN 'order in force'"
            + " WHEN cs.release_id IS NOT NULL THEN 'releasing VMs' WHEN cs.reason LIKE '%storm guard%' THEN 'storm guard'"
            + " WHEN cs.reason LIKE '%hold-off%' THEN 'hold-off' WHEN cs.custody <> 0 THEN 'in custody'"
            + " WHEN hc.enabled = 0 THEN 'switched off' WHEN hc.ha_state = 'Ineligible' THEN 'ineligible'"
            + " WHEN hc.ha_state IN ('Suspect', 'Checking') THEN 'under investigation' ELSE 'none' END AS reason"
            + " FROM host h LEFT JOIN ha_config hc ON hc.resource_id = h.id AND hc.resource_type = 'Host'"
            + " LEFT JOIN hostha_case cs ON cs.ha_config_id = hc.id"
            + " WHERE h.removed IS NULL AND h.type = 'Routing') x GROUP BY state, reason";

    private static final String POWER = "SELECT COALESCE(o.power_state, 'Unknown') AS state, COUNT(*) AS hosts"
            + " FROM oobm o JOIN host h ON h.id = o.host_id WHERE h.removed IS NULL GROUP BY 1";

    private static final String ORDERS = "SELECT cs.order_kind AS kind, cs.order_step AS step, COUNT(*) AS orders,"
            + " MIN(hc.update_time) AS since FROM hostha_case cs JOIN ha_config hc ON hc.id = cs.ha_config_id"
            + " WHERE cs.order_id IS NOT NULL GROUP BY cs.order_kind, cs.order_step";

    private static final String GUARDS = "SELECT CASE WHEN scope < 0 THEN 'all clusters' ELSE 'cluster' END AS scope,"
            + " SUM(CASE WHEN closed <> 0 THEN 1 ELSE 0 END) AS closed FROM hostha_guard GROUP BY 1";

    private static final String DIRECTIVES = "SELECT kind, COUNT(*) AS directives FROM hostha_directive"
            + " WHERE ends IS NULL OR ends > UNIX_TIMESTAMP() GROUP BY kind";

    private static final String SWITCHES = "SELECT scope, name, COUNT(*) AS switched FROM ("
            + "SELECT 'zone' AS scope, d.name, d.`value` FROM data_center_details d JOIN data_center x ON x.id = d.dc_id"
            + " WHERE x.removed IS NULL UNION ALL SELECT 'cluster' AS scope, d.name, d.`value` FROM cluster_details d"
            + " JOIN cluster x ON x.id = d.cluster_id WHERE x.removed IS NULL) s"
            + " WHERE name IN ('resourceHAEnabled', 'outOfBandManagementEnabled') AND `value` = 'false'"
            + " GROUP BY scope, name";

    private static final String FENCE_TRIES = "SELECT COALESCE(MAX(fence_tries), 0) FROM hostha_case";
    private static final String OLDEST_PROOF = "SELECT MIN(p.proven) AS since FROM oobm o JOIN host h"
            + " ON h.id = o.host_id AND h.removed IS NULL LEFT JOIN hostha_oobm p ON p.host_id = o.host_id"
            + " WHERE o.enabled <> 0";
    private static final String UNPROVEN = "SELECT COUNT(*) FROM oobm o JOIN host h ON h.id = o.host_id"
            + " AND h.removed IS NULL LEFT JOIN hostha_oobm p ON p.host_id = o.host_id"
            + " WHERE o.enabled <> 0 AND p.proven IS NULL";

    private static final List<Tags> HOSTS_AT_ALL =
            Arrays.stream(HAState.values()).map(state -> Tags.of("state", state.name(), "reason", "none")).toList();
    private static final List<Tags> POWER_STATES =
            Arrays.stream(PowerState.values()).map(state -> Tags.of("state", state.name())).toList();
    private static final List<Tags> ORDERS_AT_ALL = Arrays.stream(Order.Kind.values())
            .flatMap(kind -> Arrays.stream(Order.Step.values())
                    .filter(step -> kind == Order.Kind.RECOVER || step == Order.Step.OFF)
                    .map(step -> Tags.of("kind", kind.name(), "step", step.name()))).toList();
    private static final List<Tags> GUARDS_AT_ALL = List.of(Tags.of("scope", "cluster"), Tags.of("scope", "all clusters"));
    private static final List<Tags> DIRECTIVES_AT_ALL =
            Arrays.stream(Directive.Kind.values()).map(kind -> Tags.of("kind", kind.name())).toList();
    private static final List<Tags> SWITCHES_AT_ALL = Stream.of("zone", "cluster").flatMap(scope ->
            Stream.of("resourceHAEnabled", "outOfBandManagementEnabled")
                    .map(name -> Tags.of("scope", scope, "name", name))).toList();

    private final Database database;
    private final Clock clock;
    private final MultiGauge hosts;
    private final MultiGauge power;
    private final MultiGauge orders;
    private final MultiGauge orderAges;
    private final MultiGauge guards;
    private final MultiGauge directives;
    private final MultiGauge switches;

    public CloudGauges(Database database, Clock clock, MeterRegistry registry) {
        this.database = database;
        this.clock = clock;
        hosts = gauge(registry, "hostha.hosts", "Hosts, by HA state and why they are in it");
        power = gauge(registry, "hostha.hosts.power", "Hosts with out-of-band management, by power state");
        orders = gauge(registry, "hostha.orders", "Destructive orders in force");
        orderAges = gauge(registry, "hostha.order.idle.seconds", "How long the order that waits longest has not moved");
        guards = gauge(registry, "hostha.storm.guards.closed", "Storm guards that are closed");
        directives = gauge(registry, "hostha.directives", "What admins have laid down about HA and is in force: observe"
                + " mode, suspensions, disarming, operators' words");
        switches = gauge(registry, "hostha.kill.switches.off", "Kill switches of zones and clusters that are off");
        single(registry, "hostha.fence.tries.most", "Fences begun for the host that takes the most",
                self -> self.number(FENCE_TRIES));
        single(registry, "hostha.fencing.proof.oldest.seconds", "How long ago the host was proven fenceable for which"
                + " that is longest ago", self -> self.age(OLDEST_PROOF));
        single(registry, "hostha.fencing.proof.missing", "Hosts never yet proven fenceable",
                self -> self.number(UNPROVEN));
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private void single(MeterRegistry registry, String name, String description,
            ToDoubleFunction<CloudGauges> value) {
        Gauge.builder(name, this, value).description(description).register(registry);
    }

    /** Reads the tables again. What there is none of is a zero, so that no series ever goes missing. */
    void refresh() {
        show(hosts, HOSTS, row -> Tags.of("state", row.getString("state"), "reason", row.getString("reason")), HOSTS_AT_ALL);
        show(power, POWER, row -> Tags.of("state", row.getString("state")), POWER_STATES);
        show(orders, ORDERS, CloudGauges::order, ORDERS_AT_ALL);
        show(guards, GUARDS, row -> Tags.of("scope", row.getString("scope")), GUARDS_AT_ALL);
        show(directives, DIRECTIVES, row -> Tags.of("kind", row.getString("kind")), DIRECTIVES_AT_ALL);
        show(switches, SWITCHES, row -> Tags.of("scope", row.getString("scope"), "name", row.getString("name")),
                SWITCHES_AT_ALL);
        show(orderAges, database.jdbc().sql(ORDERS).query((row, number) ->
                Map.entry(order(row), seconds(Utc.read(row, "since")))).list(), ORDERS_AT_ALL);
    }

    private static Tags order(ResultSet row) throws SQLException {
        return Tags.of("kind", row.getString("kind"), "step", row.getString("step"));
    }

    /** Names the tags of a row. */
    private interface Naming {
        Tags of(ResultSet row) throws SQLException;
    }

    /** The number is in the third column where there are two tags, else in the second. */
    private void show(MultiGauge gauge, String sql, Naming naming, List<Tags> atAll) {
        show(gauge, database.jdbc().sql(sql).query((row, number) -> {
            Tags tags = naming.of(row);
            return Map.entry(tags, row.getDouble((int) tags.stream().count() + 1));
        }).list(), atAll);
    }

    private static void show(MultiGauge gauge, List<Map.Entry<Tags, Double>> found, List<Tags> atAll) {
        Map<Tags, Double> values = new LinkedHashMap<>();
        atAll.forEach(tags -> values.put(tags, 0.0));
        found.forEach(one -> values.put(one.getKey(), one.getValue()));
        gauge.register(values.entrySet().stream().<MultiGauge.Row<?>>map(one ->
                MultiGauge.Row.of(one.getKey(), one.getValue())).toList(), true);
    }

    private double number(String sql) {
        return database.jdbc().sql(sql).query(Double.class).single();
    }

    private double age(String sql) {
        return database.jdbc().sql(sql).query((row, number) -> seconds(Utc.read(row, "since"))).single();
    }

    private double seconds(Instant since) {
        return since == null ? 0 : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
    }
}
