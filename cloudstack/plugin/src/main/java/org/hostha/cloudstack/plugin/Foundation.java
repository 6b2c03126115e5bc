package org.hostha.cloudstack.plugin;

import com.cloud.alert.AlertManager;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.hostha.cloudstack.plugin.inventory.HostTable;
import org.hostha.cloudstack.plugin.membership.PluginMembership;
import org.hostha.cloudstack.plugin.notify.CloudStackNotifications;
import org.hostha.cloudstack.plugin.settings.PluginSettings;
import org.hostha.cloudstack.plugin.store.CloudStackDataSource;
import org.hostha.cloudstack.plugin.store.Sql;
import org.hostha.cloudstack.plugin.threads.ForeignCalls;
import org.hostha.cloudstack.plugin.threads.ManagedLoop;
import org.hostha.cloudstack.plugin.threads.ManagedPool;
import org.hostha.store.HostHATables;
import org.hostha.store.JdbcMemberStore;
import org.hostha.store.JdbcSettings;

/** What both services stand on, from their start to their stop. */
final class Foundation implements AutoCloseable {

    private static final int BLOCKING_THREADS = 24;
    private static final int RELEASE_THREADS = 24;
    private static final int FOREIGN_THREADS = 200;
    private static final Duration SETTINGS = Duration.ofSeconds(5);
    private static final Duration HOSTS = Duration.ofSeconds(3);
    private static final Duration POOLS = Duration.ofSeconds(30);

    final long msid;
    final Clock clock = Clock.systemUTC();
    final DataSource dataSource = new CloudStackDataSource();
    final Sql sql = new Sql(dataSource);
    final JdbcSettings settings = new JdbcSettings(dataSource, PluginSettings.all());
    final HostTable hosts = new HostTable(sql);

    /** Runs what waits for the database. */
    final ManagedPool blocking = ManagedPool.waiting("blocking", BLOCKING_THREADS);

    /** Runs what waits for CloudStack's managers, which may take for ever: nothing else may have to wait for them. */
    final ManagedPool releases = ManagedPool.waiting("releases", RELEASE_THREADS);

    /** Keeps deadlines; nothing waits on it. */
    final ManagedLoop timers = new ManagedLoop("timers");
    final ForeignCalls calls = new ForeignCalls("calls", FOREIGN_THREADS, timers);
    final CloudStackNotifications notifications;
    final PluginMembership membership;
    private final ManagedPool teller = ManagedPool.waiting("teller", 1);
    private final ManagedPool membershipStore = ManagedPool.waiting("membership", 1);
    private final ManagedLoop membershipLoop = new ManagedLoop("membership");

    private Foundation(AlertManager alerts, long msid, long run) {
        this.msid = msid;
        this.notifications = new CloudStackNotifications(alerts, teller);
        this.membership = new PluginMembership(msid, run, new JdbcMemberStore(dataSource), sql, settings, membershipLoop,
                membershipStore);
    }

    /**
     * Waits for the database.
     *
     * @param msid of this management server
     * @param run tells this process from earlier ones of it
     */
    static Foundation lay(AlertManager alerts, long msid, long run) {
        Foundation foundation = new Foundation(alerts, msid, run);
        try {
            foundation.begin();
            return foundation;
        } catch (Throwable t) {
            foundation.close();
            throw t;
        }
    }

    private void begin() {
        new HostHATables(dataSource).migrate();
        settings.reload();
        hosts.reload();
        hosts.reloadPools();
        repeat(SETTINGS, settings::reload);
        repeat(HOSTS, hosts::reload);
        repeat(POOLS, hosts::reloadPools);
        membership.start();
    }

    /** Does it again and again on a thread that may wait. */
    void repeat(Duration interval, Runnable task) {
        timers.repeat(interval, blocking, task);
    }

    /** First it leaves the other managers, last it lets go of its threads. */
    @Override
    public void close() {
        membership.close();
        membershipLoop.close();
        timers.close();
        calls.close();
        membershipStore.close();
        releases.close();
        blocking.close();
        teller.close();
    }
}
