package com.cloud.storage;

import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public class VolumeVO implements Volume {
    public long getId() {
        return Signature.value();
    }
    public String getUuid() {
        return Signature.value();
    }
}
