package org.hostha.cloudstack.plugin.settings;

import java.util.Collection;
import org.apache.cloudstack.framework.config.ConfigKey;
import org.hostha.core.Setting;

/**
 * Settings as CloudStack declares them: so that its tables, API and UI have them, with our descriptions and defaults. What is in
 * force is read elsewhere, from memory: a look-up of CloudStack's may wait for the database.
 */
public final class ConfigKeys {

    private static final String CATEGORY = "Advanced";

    private ConfigKeys() {
    }

    /** In their order. */
    public static ConfigKey<?>[] of(Collection<? extends Setting<?>> settings) {
        return settings.stream().map(ConfigKeys::key).toArray(ConfigKey<?>[]::new);
    }

    private static ConfigKey<?> key(Setting<?> setting) {
        return switch (setting.kind()) {
            case "Long" -> key(setting, Long.class);
            case "Double" -> key(setting, Double.class);
            case "Boolean" -> key(setting, Boolean.class);
            case "String" -> key(setting, String.class);
            default -> throw new IllegalArgumentException("CloudStack has no settings of kind " + setting.kind());
        };
    }

    private static <T> ConfigKey<T> key(Setting<?> setting, Class<T> type) {
        ConfigKey.Scope scope = switch (setting.scope()) {
            case Global -> ConfigKey.Scope.Global;
            case Zone -> ConfigKey.Scope.Zone;
            case Cluster -> ConfigKey.Scope.Cluster;
        };
        return new ConfigKey<>(CATEGORY, type, setting.key(), setting.defaultText(), setting.description(), true, scope);
    }
}
