package org.hostha.cloudstack.plugin.driver;

import org.apache.cloudstack.framework.config.ConfigKey;
import org.apache.cloudstack.framework.config.Configurable;
import org.hostha.cloudstack.plugin.settings.ConfigKeys;
import org.hostha.core.Settings;
import org.hostha.oobm.ipmi.IpmiDriver;
import org.hostha.oobm.ipmi.IpmiSettings;
import org.hostha.oobm.spi.OutOfBandManagementDriver;

/** Our native IPMI driver, which CloudStack has no counterpart of. */
public final class IpmiOutOfBandManagementDriver extends NativeDriver implements Configurable {

    @Override
    protected OutOfBandManagementDriver make(Settings settings) {
        return new IpmiDriver(settings);
    }

    @Override
    public String getConfigComponentName() {
        return "IpmiOutOfBandManagementDriver";
    }

    @Override
    public ConfigKey<?>[] getConfigKeys() {
        return ConfigKeys.of(IpmiSettings.all());
    }
}
