package org.hostha.ha.internal;

import java.util.HashMap;
import java.util.Map;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.Settings;

/** The defaults, except for what a test sets. */
final class GivenSettings implements Settings {

    private final Map<Setting<?>, Object> values = new HashMap<>();

    <T> GivenSettings set(Setting<T> setting, T value) {
        values.put(setting, value);
        return this;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T value(Setting<T> setting) {
        return (T) values.getOrDefault(setting, setting.defaultValue());
    }

    @Override
    public <T> T value(Setting<T> setting, Resource resource) {
        return value(setting);
    }
}
