package org.hostha.cloudstack.plugin.driver;

import org.hostha.core.Settings;
import org.hostha.oobm.ipmi.IpmiDriver;
import org.hostha.oobm.spi.OutOfBandManagementDriver;

/** Our native IPMI driver, which CloudStack has no counterpart of. */
public final class IpmiOutOfBandManagementDriver extends NativeDriver {

    @Override
    protected OutOfBandManagementDriver make(Settings settings) {
        return new IpmiDriver();
    }
}
