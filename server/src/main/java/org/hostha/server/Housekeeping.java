package org.hostha.server;

import java.time.Duration;
import org.hostha.core.EventLoop;
import org.hostha.server.inventory.Inventory;
import org.hostha.server.jobs.AsyncJobs;
import org.hostha.server.settings.DatabaseSettings;

/** What has to be done now and then: what other managers changed is read, old jobs are removed. */
final class Housekeeping {

    /** CloudStack keeps values in its cache for as long. */
    private static final Duration SETTINGS = Duration.ofSeconds(30);
    private static final Duration HOSTS = Duration.ofSeconds(5);
    private static final Duration JOBS = Duration.ofHours(1);

    private final DatabaseSettings settings;
    private final Inventory inventory;
    private final AsyncJobs jobs;
    private final EventLoop loop;

    /** @param loop where it is done; it waits for the database */
    Housekeeping(DatabaseSettings settings, Inventory inventory, AsyncJobs jobs, EventLoop loop) {
        this.settings = settings;
        this.inventory = inventory;
        this.jobs = jobs;
        this.loop = loop;
    }

    void start() {
        every(SETTINGS, settings::reload);
        every(HOSTS, inventory::reload);
        every(JOBS, jobs::purge);
    }

    private void every(Duration interval, Runnable task) {
        loop.schedule(interval, () -> {
            every(interval, task);
            task.run();
        });
    }
}
