package org.apache.cloudstack.managed.context;

/** CloudStack's, as far as the plugin feels it. */
public abstract class ManagedContextRunnable implements Runnable {

    private static final ThreadLocal<Boolean> MANAGED = ThreadLocal.withInitial(() -> false);

    /** Whether the calling thread runs within one. */
    public static boolean isManaged() {
        return MANAGED.get();
    }

    @Override
    public void run() {
        MANAGED.set(true);
        try {
            runInContext();
        } finally {
            MANAGED.set(false);
        }
    }

    protected abstract void runInContext();
}
