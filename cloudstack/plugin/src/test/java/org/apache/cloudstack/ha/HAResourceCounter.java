package org.apache.cloudstack.ha;

/** CloudStack's, as far as the plugin feels it. */
public final class HAResourceCounter {

    private long activity;
    private long failed;
    private long recoveries;

    public HAResourceCounter() {
    }

    public long getActivityCheckCounter() {
        return activity;
    }

    public long getRecoveryCounter() {
        return recoveries;
    }

    public void incrActivityCounter(boolean failure) {
        activity++;
        failed += failure ? 1 : 0;
    }

    public void incrRecoveryCounter() {
        recoveries++;
    }

    public void resetActivityCounter() {
        activity = 0;
        failed = 0;
    }

    public void resetRecoveryCounter() {
        recoveries = 0;
    }
}
