package org.apache.cloudstack.storage.datastore.db;

import com.cloud.storage.StoragePool;
import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public class StoragePoolVO implements StoragePool {
    public long getId() {
        return Signature.value();
    }
    public String getUuid() {
        return Signature.value();
    }
}
