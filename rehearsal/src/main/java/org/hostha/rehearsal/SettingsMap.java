package org.hostha.rehearsal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.Settings;
import org.hostha.ha.HASettings;
import org.hostha.ha.kvm.KVMHASettings;

/** The shipped defaults of {@code kvm.ha.*} and {@code ha.*}, except for what a scenario sets. */
final class SettingsMap implements Settings {

    /** Hosts with our own heartbeat writer. */
    private static final Map<String, String> DEFAULTS = Map.of("kvm.ha.heartbeat.period", "10");

    private final Map<String, String> values = new HashMap<>(DEFAULTS);

    /** @throws IllegalArgumentException for a key or a value that doesn't exist */
    SettingsMap(Map<String, String> values) {
        values.forEach(SettingsMap::check);
        this.values.putAll(values);
    }

    void change(String key, String value) {
        check(key, value);
        values.put(key, value);
    }

    /** @throws IllegalArgumentException for a key or a value that doesn't exist, saying what does */
    static void check(String key, String value) {
        known().stream().filter(setting -> setting.key().equals(key)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("there is no setting " + key + "; there are "
                        + known().stream().map(Setting::key).sorted().toList())).parse(value);
    }

    private static List<Setting<?>> known() {
        return Stream.concat(HASettings.all().stream(), KVMHASettings.all().stream()).toList();
    }

    @Override
    public <T> T value(Setting<T> setting) {
        String text = values.get(setting.key());
        return text == null ? setting.defaultValue() : setting.parse(text);
    }

    @Override
    public <T> T value(Setting<T> setting, Resource resource) {
        return value(setting);
    }
}
