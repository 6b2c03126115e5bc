package org.apache.cloudstack.framework.config;

import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public class ConfigKey<T> {
    public final String key() {
        return Signature.value();
    }
    public ConfigKey(String category, Class<T> type, String name, String defaultValue, String description,
            boolean dynamic, Scope scope) { }

    public enum Scope {
        Global, Zone, Cluster;
    }
}
