package org.apache.cloudstack.ha;

import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public final class HAResourceCounter {
    public HAResourceCounter() { }
    public long getActivityCheckCounter() {
        return Signature.value();
    }
    public long getRecoveryCounter() {
        return Signature.value();
    }
    public void incrActivityCounter(boolean flag) { }
    public void incrRecoveryCounter() { }
    public void resetActivityCounter() { }
    public void resetRecoveryCounter() { }
}
