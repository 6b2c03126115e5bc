package org.apache.cloudstack.context;

import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public class CallContext {
    public long getCallingUserId() {
        return Signature.value();
    }
    public static CallContext current() {
        return Signature.value();
    }
    public long getCallingAccountId() {
        return Signature.value();
    }
}
