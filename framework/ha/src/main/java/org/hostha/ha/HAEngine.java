package org.hostha.ha;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.hostha.core.Bulkhead;
import org.hostha.core.EventLoop;
import org.hostha.core.Notifications;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.internal.Engine;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.HAStore;
import org.hostha.ha.spi.Membership;
import org.hostha.ha.spi.ResourceDirectory;
import org.hostha.ha.spi.VmHA;

/**
 * The shell around the decision core. A resource belongs to one shard, a shard is one event loop: a case is never touched by
 * two threads and needs no lock. The store and the providers run off the shards.
 */
public final class HAEngine implements AutoCloseable {

    /**
     * The world that an engine lives in.
     *
     * @param membership which manager this is, and who else lives
     * @param shards at least one loop; the first also keeps the engine's own timers
     * @param blocking runs what waits for the store
     * @param random spreads the first checks; seeded in a rehearsal
     */
    public record World(Membership membership, HAStore store, ResourceDirectory directory, List<HAProvider> providers, VmHA vmHA,
            Settings settings, Notifications notifications, List<EventLoop> shards, Executor blocking,
            RandomGenerator random) { }

    private final Engine engine;

    public HAEngine(World world) {
        engine = new Engine(world);
    }

    /** Begins to look at all rows, now and at every scan. */
    public void start() {
        engine.start();
    }

    /** Looks at the resource's row again now, because something about it was changed on purpose. Returns at once. */
    public void refresh(Resource resource) {
        engine.refresh(resource);
    }

    /** Looks at all rows and directives again now. Returns at once. */
    public void refresh() {
        engine.refresh();
    }

    /** What is known about the resource; empty when it isn't configured or is looked after elsewhere. */
    public Optional<Explanation> explain(Resource resource) {
        return engine.explain(resource);
    }

    /**
     * The work under way, by kind: {@code health}, {@code activity} and {@code power} checks, {@code recovery} and
     * {@code fence} commands, {@code release} of VMs.
     */
    public Map<String, Bulkhead.Load> loads() {
        return engine.loads();
    }

    /** What holds back everything destructive of this manager, in words; empty when only clusters' guards may. */
    public Set<String> holds() {
        return engine.holds();
    }

    /** Stops deciding. What was armed stays an intent in the store; what was begun ends by its own wall. */
    @Override
    public void close() {
        engine.close();
    }
}
