package org.hostha.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
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

    private static final String FENCE_TRIES = "SELECT COALESCE(MAX(fence_tries), 0) FROM hostha_case";
    private static final String OLDEST_PROOF = "SELECT MIN(p.proven) AS since FROM oobm o JOIN host h"
            + " ON h.id = o.host_id AND h.removed IS NULL LEFT JOIN hostha_oobm p ON p.host_id = o.host_id"
            + " WHERE o.enabled <> 0";
    private static final String UNPROVEN = "SELECT COUNT(*) FROM oobm o JOIN host h ON h.id = o.host_id"
            + " AND h.removed IS NULL LEFT JOIN hostha_oobm p ON p.host_id = o.host_id"
            + " WHERE o.enabled <> 0 AND p.proven IS NULL";

    private final Database database;
    private final Clock clock;
    private final MultiGauge hosts;
    private final MultiGauge power;
    private final MultiGauge orders;
    private final MultiGauge orderAges;
    private final MultiGauge guards;

    public CloudGauges(Database database, Clock clock, MeterRegistry registry) {
        this.database = database;
        this.clock = clock;
        hosts = gauge(registry, "hostha.hosts", "Hosts, by HA state and why they are in it");
        power = gauge(registry, "hostha.hosts.power", "Hosts with out-of-band management, by power state");
        orders = gauge(registry, "hostha.orders", "Destructive orders in force");
        orderAges = gauge(registry, "hostha.order.idle.seconds", "How long the order that waits longest has not moved");
        guards = gauge(registry, "hostha.storm.guards.closed", "Storm guards that are closed");
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

    /** Reads the tables again. */
    void refresh() {
        hosts.register(rows(HOSTS, "hosts", "state", "reason"), true);
        power.register(rows(POWER, "hosts", "state"), true);
        orders.register(rows(ORDERS, "orders", "kind", "step"), true);
        guards.register(rows(GUARDS, "closed", "scope"), true);
        orderAges.register(database.jdbc().sql(ORDERS).query((row, number) -> MultiGauge.Row.of(
                Tags.of("kind", row.getString("kind"), "step", row.getString("step")),
                seconds(Utc.read(row, "since")))).list(), true);
    }

    private List<MultiGauge.Row<?>> rows(String sql, String value, String... tags) {
        return database.jdbc().sql(sql).<MultiGauge.Row<?>>query((row, number) -> {
            Tags named = Tags.empty();
            for (String tag : tags) {
                named = named.and(tag, String.valueOf(row.getString(tag)));
            }
            return MultiGauge.Row.of(named, row.getDouble(value));
        }).list();
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
