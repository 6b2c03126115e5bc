package org.hostha.cloudstack.plugin.driver;

import org.apache.cloudstack.framework.config.ConfigKey;
import org.apache.cloudstack.framework.config.Configurable;
import org.hostha.cloudstack.plugin.settings.ConfigKeys;
import org.hostha.core.Settings;
import org.hostha.oobm.ipmitool.IpmitoolDriver;
import org.hostha.oobm.ipmitool.IpmitoolSettings;
import org.hostha.oobm.spi.OutOfBandManagementDriver;

/** Our driver over ipmitool, in the place of CloudStack's. */
public final class IpmitoolOutOfBandManagementDriver extends NativeDriver implements Configurable {

    @Override
    protected OutOfBandManagementDriver make(Settings settings) {
        return new IpmitoolDriver(settings);
    }

    /** CloudStack's own component of these settings. */
    @Override
    public String getConfigComponentName() {
        return "IpmitoolOutOfBandManagementDriver";
    }

    @Override
    public ConfigKey<?>[] getConfigKeys() {
        return ConfigKeys.of(IpmitoolSettings.all());
    }
}
