package org.hostha.ha.internal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Bulkhead;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.ha.HAEngine.World;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.decision.Effect;
import org.hostha.ha.decision.Input;

/** What is done for the VMs of a resource that was seen off, and to keep others away from it. */
final class ReleaseWork {

    /** Of one record of a resource. */
    private record Release(Partition resource, long id) { }

    private static final Logger LOG = LogManager.getLogger(ReleaseWork.class);

    /** What takes longer is asked again: a release may be pursued as often as one likes. */
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 100;
    private static final Duration MAINTENANCE_RETRY = Duration.ofSeconds(10);

    private final World world;
    private final EventLoop timers;
    private final Predicate<Resource> fenced;
    private final Bulkhead bulkhead;

    /** What has begun and not ended: a release that hangs holds one thread, not one more for each time it is asked for. */
    private final Map<Release, CompletableFuture<ReleaseRecord>> underWay = new ConcurrentHashMap<>();

    /** @param fenced whether a resource is (still) Fenced, and this manager's */
    ReleaseWork(World world, Predicate<Resource> fenced) {
        this.world = world;
        this.timers = world.shards().get(0);
        this.fenced = fenced;
        this.bulkhead = new Bulkhead("releases", () -> AT_ONCE, () -> Integer.MAX_VALUE, timers);
    }

    Bulkhead.Load load() {
        return bulkhead.load();
    }

    /** @param epoch of the ownership under which the record is worked off */
    CompletableFuture<Input> release(Resource resource, long epoch, Effect.ReleaseVms effect) {
        return bulkhead.submit(() -> work(resource, epoch, effect.releaseId()).copy(), DEADLINE)
                .handle((record, failure) -> {
                    if (failure != null) {
                        LOG.error("{}: release of its VMs is tried again", resource, Futures.cause(failure));
                    }
                    return new Input.ReleaseProgressed(effect.attempt(), effect.releaseId(),
                            failure == null && record.drained(), failure == null ? record.report() : "");
                });
    }

    /** Whoever asks again awaits what is under way. What a deadline cancels is a copy of it. */
    private CompletableFuture<ReleaseRecord> work(Resource resource, long epoch, long releaseId) {
        Release release = new Release(resource.partition(), releaseId);
        CompletableFuture<ReleaseRecord> work = underWay.get(release);
        if (work == null) {
            work = CompletableFuture.supplyAsync(() -> world.store().release(resource, releaseId), world.blocking())
                    .thenCompose(record -> world.vmHA().release(record))
                    .thenApplyAsync(record -> saved(record, epoch), world.blocking());
            underWay.put(release, work);
            work.whenComplete((record, failure) -> underWay.remove(release));
        }
        return work;
    }

    private ReleaseRecord saved(ReleaseRecord record, long epoch) {
        if (!world.store().saveRelease(record, epoch)) {
            throw new IllegalStateException("it has another owner by now, who goes on with it");
        }
        return record;
    }

    void enterMaintenance(Resource resource) {
        world.vmHA().enterMaintenance(resource).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.error("{}: could not enter maintenance, trying again", resource, Futures.cause(failure));
                timers.schedule(MAINTENANCE_RETRY, () -> {
                    if (fenced.test(resource)) {
                        enterMaintenance(resource);
                    }
                });
            }
        });
    }
}
