package org.hostha.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.Settings;

/**
 * The values in CloudStack's tables {@code configuration}, {@code data_center_details} and {@code cluster_details}. A look-up
 * never touches the database: the values of the known settings are kept in memory, as of the last {@link #reload()}.
 */
public final class JdbcSettings implements Settings {

    private static final Logger LOG = LogManager.getLogger(JdbcSettings.class);

    private record Key(Partition partition, String name) { }

    private final Jdbc jdbc;
    private final Object[] names;
    private final Set<String> complained = ConcurrentHashMap.newKeySet();
    private volatile Map<String, String> global = Map.of();
    private volatile Map<Key, String> scoped = Map.of();

    /** Knows nothing but defaults until it is loaded. */
    public JdbcSettings(DataSource dataSource, Collection<? extends Setting<?>> known) {
        this.jdbc = new Jdbc(dataSource);
        this.names = known.stream().map(Setting::key).toArray();
    }

    /** Reads all values again, for what was changed. One at a time: what was read before a change must not come after it. */
    public synchronized void reload() {
        if (names.length == 0) {
            return;
        }
        Map<String, String> values = new HashMap<>();
        Map<Key, String> details = new HashMap<>();
        jdbc.run("read the settings", connection -> {
            String marks = " IN (" + String.join(", ", Collections.nCopies(names.length, "?")) + ")";
            Jdbc.query(connection, row -> values.put(row.getString("name"), row.getString("value")),
                    "SELECT name, `value` FROM configuration WHERE `value` IS NOT NULL AND name" + marks, names);
            read(connection, details, PartitionType.Cluster, "cluster_id", "cluster_details WHERE name" + marks);
            read(connection, details, PartitionType.Zone, "dc_id", "data_center_details WHERE name" + marks);
            return null;
        });
        global = Map.copyOf(values);
        scoped = Map.copyOf(details);
    }

    private void read(Connection connection, Map<Key, String> details, PartitionType type, String owner, String from)
            throws SQLException {
        Jdbc.query(connection, row -> details.put(new Key(new Partition(type, row.getLong("owner")), row.getString("name")),
                row.getString("value")), "SELECT " + owner + " AS owner, name, `value` FROM " + from, names);
    }

    @Override
    public <T> T value(Setting<T> setting) {
        return firstReadable(setting, Stream.of(Optional.ofNullable(global.get(setting.key()))));
    }

    @Override
    public <T> T value(Setting<T> setting, Resource resource) {
        Optional<String> cluster = setting.scope() == Setting.Scope.Cluster
                ? ownValue(setting, Partition.cluster(resource.clusterId())) : Optional.empty();
        Optional<String> zone = setting.scope() != Setting.Scope.Global
                ? ownValue(setting, Partition.zone(resource.zoneId())) : Optional.empty();
        return firstReadable(setting, Stream.of(cluster, zone, Optional.ofNullable(global.get(setting.key()))));
    }

    /** The text in force for the whole cloud, or for a zone or cluster. */
    public String text(Setting<?> setting, Optional<Partition> partition) {
        return partition.flatMap(one -> ownValue(setting, one))
                .or(() -> Optional.ofNullable(global.get(setting.key()))).orElse(setting.defaultText());
    }

    private Optional<String> ownValue(Setting<?> setting, Partition partition) {
        return Optional.ofNullable(scoped.get(new Key(partition, setting.key())));
    }

    private <T> T firstReadable(Setting<T> setting, Stream<Optional<String>> texts) {
        return texts.flatMap(Optional::stream).map(text -> read(setting, text)).filter(Objects::nonNull).findFirst()
                .orElseGet(setting::defaultValue);
    }

    /** What someone wrote into the tables by hand may be anything; it must not stop a decision. */
    private <T> T read(Setting<T> setting, String text) {
        try {
            return setting.parse(text);
        } catch (IllegalArgumentException e) {
            if (complained.add(setting.key() + "=" + text)) {
                LOG.warn("{}; the next wider value is in force", e.getMessage());
            }
            return null;
        }
    }
}
