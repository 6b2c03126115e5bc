package org.hostha.server.settings;

import java.util.Map;
import java.util.Optional;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.Settings;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;
import org.hostha.store.JdbcSettings;

/** Settings in CloudStack's tables: declared, changed, and read from memory. They are read again after each change. */
public final class DatabaseSettings implements Settings {

    /** CloudStack's bits of {@code configuration.scope}. */
    private static final Map<Setting.Scope, Integer> SCOPE_BITS =
            Map.of(Setting.Scope.Global, 1, Setting.Scope.Zone, 2, Setting.Scope.Cluster, 4);

    /** CloudStack's tables of scoped values. */
    private enum Details {
        CLUSTER("cluster_details", "cluster_id"), ZONE("data_center_details", "dc_id");

        private final String table;
        private final String owner;

        Details(String table, String owner) {
            this.table = table;
            this.owner = owner;
        }

        static Details of(PartitionType type) {
            return switch (type) {
                case Cluster -> CLUSTER;
                case Zone -> ZONE;
                default -> throw new IllegalArgumentException("a " + type + " has no settings of its own");
            };
        }
    }

    private final Database database;
    private final Catalogue catalogue;
    private final JdbcSettings values;

    public DatabaseSettings(Database database, Catalogue catalogue) {
        this.database = database;
        this.catalogue = catalogue;
        this.values = new JdbcSettings(database.dataSource(), catalogue.all());
        database.transactions().executeWithoutResult(transaction -> catalogue.all().forEach(this::declare));
        reload();
    }

    /** Reads all values again, for what others have changed. */
    public void reload() {
        values.reload();
    }

    @Override
    public <T> T value(Setting<T> setting) {
        return values.value(setting);
    }

    @Override
    public <T> T value(Setting<T> setting, Resource resource) {
        return values.value(setting, resource);
    }

    /** The text in force for the whole cloud, or for a zone or cluster. */
    public String text(Setting<?> setting, Optional<Partition> partition) {
        return values.text(setting, partition);
    }

    /**
     * Stores a value.
     *
     * @param text empty takes the value away, so that the next wider scope decides again
     * @throws IllegalArgumentException when there is no such setting, the setting has no such scope, or the text is not
     *     one of its values
     */
    public void update(String key, Optional<Partition> partition, String text) {
        Setting<?> setting = catalogue.find(key)
                .orElseThrow(() -> new IllegalArgumentException("Config parameter with name " + key
                        + " doesn't exist"));
        partition.ifPresent(p -> requireScope(setting, p.type()));
        if (!text.isEmpty()) {
            setting.parse(text);
        }
        database.transactions().executeWithoutResult(
                transaction -> partition.ifPresentOrElse(p -> storeScoped(key, p, text), () -> storeGlobal(key, text)));
        reload();
    }

    /** True when a partition of this type may have a value of its own. */
    public static boolean hasScope(Setting<?> setting, PartitionType type) {
        return switch (type) {
            case Cluster -> setting.scope() == Setting.Scope.Cluster;
            case Zone -> setting.scope() != Setting.Scope.Global;
            default -> false;
        };
    }

    private static void requireScope(Setting<?> setting, PartitionType type) {
        if (!hasScope(setting, type)) {
            throw new IllegalArgumentException("Config parameter " + setting.key() + " can't be set for a " + type
                    + ": its scope is " + setting.scope());
        }
    }

    private void storeGlobal(String key, String text) {
        database.jdbc().sql("UPDATE configuration SET `value` = ?, updated = ? WHERE name = ?")
                .param(text.isEmpty() ? null : text).param(Utc.now()).param(key).update();
    }

    private void storeScoped(String key, Partition partition, String text) {
        Details target = Details.of(partition.type());
        database.jdbc().sql("DELETE FROM " + target.table + " WHERE " + target.owner + " = ? AND name = ?")
                .param(partition.id()).param(key).update();
        if (!text.isEmpty()) {
            database.jdbc().sql("INSERT INTO " + target.table + " (" + target.owner
                    + ", name, `value`) VALUES (?, ?, ?)")
                    .param(partition.id()).param(key).param(text).update();
        }
    }

    /** Keeps the descriptions and defaults of the table in step with the code, never the values. */
    private void declare(Setting<?> setting) {
        int updated = database.jdbc().sql("UPDATE configuration SET description = ?, default_value = ?, scope = ?,"
                        + " is_dynamic = 1 WHERE name = ?")
                .param(setting.description()).param(setting.defaultText()).param(SCOPE_BITS.get(setting.scope()))
                .param(setting.key()).update();
        if (updated == 0) {
            database.jdbc().sql("INSERT INTO configuration (instance, component, name, description, default_value,"
                    + " scope, is_dynamic) VALUES ('DEFAULT', 'management-server', ?, ?, ?, ?, 1)")
                    .param(setting.key()).param(setting.description()).param(setting.defaultText())
                    .param(SCOPE_BITS.get(setting.scope())).update();
        }
    }
}
