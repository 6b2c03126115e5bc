package org.apache.cloudstack.utils.identity;

import com.cloud.utils.component.AdapterBase;
import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public class ManagementServerNode extends AdapterBase {
    public static long getManagementServerId() {
        return Signature.value();
    }
}
