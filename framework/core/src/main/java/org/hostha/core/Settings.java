package org.hostha.core;

/**
 * The values in force. A lookup starts at the narrowest scope that the setting has and the resource lies in, and ends
 * at the setting's default (CloudStack's chain: cluster, zone, global). Implementations must be cheap: they are asked
 * at every use.
 */
public interface Settings {

    /** The value for everything that has no value of its own. */
    <T> T value(Setting<T> setting);

    /** The value for this resource. */
    <T> T value(Setting<T> setting, Resource resource);

    /** Every setting at its default. */
    static Settings defaults() {
        return new Settings() {
            @Override
            public <T> T value(Setting<T> setting) {
                return setting.defaultValue();
            }

            @Override
            public <T> T value(Setting<T> setting, Resource resource) {
                return setting.defaultValue();
            }
        };
    }
}
