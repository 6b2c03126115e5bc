package org.hostha.cloudstack.plugin.membership;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.hostha.cloudstack.plugin.store.Sql;
import org.hostha.cloudstack.plugin.threads.ManagedLoop;
import org.hostha.core.Settings;
import org.hostha.ha.SharedMembership;
import org.hostha.ha.spi.MemberStore;
import org.hostha.ha.spi.Membership;

/** The management servers that run with the plugin; and a hold on all of them while one lives that runs without. */
public final class PluginMembership implements Membership, AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(3);

    private final SharedMembership shared;
    private final ManagerWatch watch;
    private final ManagedLoop loop;
    private final Executor blocking;

    /**
     * @param self msid of this management server
     * @param run its runid, which tells this process from earlier ones
     * @param loop keeps the time
     * @param blocking one thread, which nobody else lets wait
     */
    public PluginMembership(long self, long run, MemberStore store, Sql sql, Settings settings, ManagedLoop loop,
            Executor blocking) {
        this.shared = new SharedMembership(self, run, store, settings, loop, blocking);
        this.watch = new ManagerWatch(self, sql, loop);
        this.loop = loop;
        this.blocking = blocking;
    }

    public void start() {
        shared.start();
        blocking.execute(watch::look);
        loop.repeat(LOOK, blocking, watch::look);
    }

    @Override
    public long self() {
        return shared.self();
    }

    @Override
    public View view() {
        View view = shared.view();
        Optional<String> hold = view.hold().or(watch::hold);
        return hold.equals(view.hold()) ? view : new View(view.live(), hold);
    }

    @Override
    public void close() {
        shared.close();
    }
}
