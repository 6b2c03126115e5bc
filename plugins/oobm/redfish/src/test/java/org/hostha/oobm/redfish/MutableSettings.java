package org.hostha.oobm.redfish;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.Settings;

/** Settings that a test changes while they are in use. */
final class MutableSettings implements Settings {

    private final Map<String, String> values = new ConcurrentHashMap<>();

    MutableSettings set(Setting<?> setting, String value) {
        values.put(setting.key(), value);
        return this;
    }

    @Override
    public <T> T value(Setting<T> setting) {
        String value = values.get(setting.key());
        return value == null ? setting.defaultValue() : setting.parse(value);
    }

    @Override
    public <T> T value(Setting<T> setting, Resource resource) {
        return value(setting);
    }
}
