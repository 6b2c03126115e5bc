package org.hostha.cloudstack.plugin.driver;

import org.apache.cloudstack.framework.config.ConfigKey;
import org.apache.cloudstack.framework.config.Configurable;
import org.hostha.cloudstack.plugin.settings.ConfigKeys;
import org.hostha.core.Settings;
import org.hostha.oobm.redfish.RedfishDriver;
import org.hostha.oobm.redfish.RedfishSettings;
import org.hostha.oobm.spi.OutOfBandManagementDriver;

/** Our Redfish driver, in the place of CloudStack's. */
public final class RedfishOutOfBandManagementDriver extends NativeDriver implements Configurable {

    @Override
    protected OutOfBandManagementDriver make(Settings settings) {
        return new RedfishDriver(settings);
    }

    /** CloudStack's own component of these settings. */
    @Override
    public String getConfigComponentName() {
        return "RedfishOutOfBandManagementDriver";
    }

    @Override
    public ConfigKey<?>[] getConfigKeys() {
        return ConfigKeys.of(RedfishSettings.all());
    }
}
