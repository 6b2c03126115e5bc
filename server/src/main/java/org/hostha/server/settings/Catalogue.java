package org.hostha.server.settings;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hostha.core.Setting;

/** Every setting that there is. */
public final class Catalogue {

    private final Map<String, Setting<?>> byKey = new TreeMap<>();

    /** @throws IllegalStateException when two settings have one key */
    public Catalogue(List<Setting<?>> settings) {
        for (Setting<?> setting : settings) {
            if (byKey.put(setting.key(), setting) != null) {
                throw new IllegalStateException("two settings are named " + setting.key());
            }
        }
    }

    public Optional<Setting<?>> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** By key. */
    public Collection<Setting<?>> all() {
        return byKey.values();
    }
}
