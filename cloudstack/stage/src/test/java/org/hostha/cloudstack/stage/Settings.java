package org.hostha.cloudstack.stage;

import java.util.Map;
import java.util.TreeMap;
import org.apache.cloudstack.framework.config.ConfigKey;
import org.apache.cloudstack.framework.config.Configurable;

/** The settings that components have declared; a key is one component's. */
public final class Settings {

    private final Map<String, String> components = new TreeMap<>();

    void register(Configurable component) {
        for (ConfigKey<?> key : component.getConfigKeys()) {
            String before = components.put(key.key(), component.getConfigComponentName());
            if (before != null) {
                throw new IllegalStateException(key.key() + " is registered by " + before + " and by "
                        + component.getConfigComponentName());
            }
        }
    }

    Map<String, String> components() {
        return Map.copyOf(components);
    }
}
