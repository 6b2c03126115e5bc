package org.hostha.cloudstack.plugin.driver;

import org.hostha.core.Settings;
import org.hostha.oobm.nestedcloudstack.NestedCloudStackDriver;
import org.hostha.oobm.spi.OutOfBandManagementDriver;

/** Our driver of hosts that are VMs of another CloudStack, in the place of CloudStack's. */
public final class NestedCloudStackOutOfBandManagementDriver extends NativeDriver {

    @Override
    protected OutOfBandManagementDriver make(Settings settings) {
        return new NestedCloudStackDriver();
    }
}
