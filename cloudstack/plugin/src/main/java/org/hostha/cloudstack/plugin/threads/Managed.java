package org.hostha.cloudstack.plugin.threads;

import org.apache.cloudstack.managed.context.ManagedContextRunnable;

/** Runs a task as CloudStack wants threads of its process to run: with a call context, and nothing left open behind it. */
final class Managed {

    private Managed() {
    }

    static Runnable task(Runnable task) {
        return new ManagedContextRunnable() {
            @Override
            protected void runInContext() {
                task.run();
            }
        };
    }
}
