package org.apache.cloudstack.api;

import java.io.Serializable;
import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public interface InternalIdentity extends Serializable {
    long getId();
    default Object setString(String text) {
        return Signature.value();
    }
    default Object setLong(Long number) {
        return Signature.value();
    }
}
