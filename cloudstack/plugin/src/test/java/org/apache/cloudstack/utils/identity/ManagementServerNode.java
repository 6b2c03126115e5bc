package org.apache.cloudstack.utils.identity;

import com.cloud.utils.component.AdapterBase;

/** CloudStack's, as far as the plugin feels it. */
public class ManagementServerNode extends AdapterBase {

    public static final long MSID = 90520733573L;

    public static long getManagementServerId() {
        return MSID;
    }
}
