package org.apache.cloudstack.framework.config;

/** CloudStack's, as far as the plugin feels it. */
public class ConfigKey<T> {

    private final String name;

    public ConfigKey(String category, Class<T> type, String name, String defaultValue, String description, boolean dynamic,
            Scope scope) {
        this.name = name;
    }

    public final String key() {
        return name;
    }

    public enum Scope {
        Global, Zone, Cluster
    }
}
