package org.hostha.ha;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Settings;
import org.hostha.ha.spi.MemberStore;
import org.hostha.ha.spi.Membership;

/**
 * Managers that share a database: each raises the number in its own row, and lives for the others as long as they see
 * it change. The times, for {@code ha.manager.timeout} T (10 s unless set otherwise):
 *
 * <pre>
 *   T / 5   a row is renewed, and all are read
 *   T / 2   after the beginning of its last renewal that succeeded, a manager stops acting
 *   T       after the last change that the others saw, they take over what it had
 * </pre>
 *
 * <p>The silence of others counts only while this manager itself reads in time: whoever comes back from a pause, or
 * from a database that was away for all, begins to listen anew, and does nothing before the others have had the time to
 * see its row change.
 */
public final class SharedMembership implements Membership, AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(SharedMembership.class);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int RENEWALS = 5;
    private static final int LEASES = 2;

    /** Another manager's number, and when it was first seen. */
    private record Sign(long number, MonotonicTime at) { }

    /** What the last renewal brought. */
    private record Renewed(MonotonicTime at, Set<Long> live) { }

    private final long self;
    private final long run;
    private final MemberStore store;
    private final Settings settings;
    private final EventLoop loop;
    private final Executor blocking;
    private final Map<Long, Sign> signs = new HashMap<>();
    private volatile Optional<Renewed> renewed = Optional.empty();
    private volatile boolean joined;
    private volatile boolean replaced;
    private volatile boolean closed;

    /**
     * @param self this manager
     * @param run tells this process from earlier ones of the same manager, such as the time of its start
     * @param loop keeps the time; nothing waits on it
     * @param blocking waits for the store; one of its own, so that nobody's long queue looks like this manager's death
     */
    public SharedMembership(long self, long run, MemberStore store, Settings settings, EventLoop loop,
            Executor blocking) {
        this.self = self;
        this.run = run;
        this.store = store;
        this.settings = settings;
        this.loop = loop;
        this.blocking = blocking;
    }

    /** Joins, and goes on renewing until it is closed. Returns at once. */
    public void start() {
        loop.execute(this::renew);
    }

    @Override
    public long self() {
        return self;
    }

    @Override
    public View view() {
        Optional<Renewed> last = renewed;
        if (replaced) {
            return new View(Set.of(), Optional.of("another process runs as this manager"));
        }
        if (closed || last.isEmpty()) {
            return new View(Set.of(), Optional.of("this manager has not joined the others"));
        }
        if (loop.now().reached(last.get().at().plus(lease()))) {
            return new View(Set.of(), Optional.of("this manager could not renew its row for " + lease().toMillis()
                    + " ms"));
        }
        return last.get().live().isEmpty()
                ? new View(Set.of(), Optional.of("the other managers may not have seen yet that this one lives"))
                : new View(last.get().live(), Optional.empty());
    }

    private Duration timeout() {
        Duration timeout = settings.value(HASettings.MANAGER_TIMEOUT);
        return timeout.compareTo(SHORTEST) < 0 ? SHORTEST : timeout;
    }

    private Duration lease() {
        return timeout().dividedBy(LEASES);
    }

    private void renew() {
        if (closed || replaced) {
            return;
        }
        MonotonicTime began = loop.now();
        try {
            blocking.execute(() -> renew(began));
        } catch (RuntimeException e) {
            LOG.error("can't renew this manager's row, trying again", e);
            again(began);
        }
    }

    /** Blocking. */
    private void renew(MonotonicTime began) {
        try {
            if (!joined) {
                store.join(self, run);
                joined = true;
            }
            Optional<Map<Long, Long>> rows = store.renew(self, run);
            loop.execute(() -> rows.ifPresentOrElse(numbers -> read(numbers, began), this::lost));
        } catch (RuntimeException e) {
            LOG.error("can't renew this manager's row, trying again", e);
        } finally {
            loop.execute(() -> again(began));
        }
    }

    private void again(MonotonicTime began) {
        Duration left = began.plus(timeout().dividedBy(RENEWALS)).since(loop.now());
        loop.schedule(left.isNegative() ? Duration.ZERO : left, this::renew);
    }

    private void lost() {
        replaced = true;
        LOG.error("another process runs as manager {}: this one looks after nothing any more", self);
    }

    private void read(Map<Long, Long> numbers, MonotonicTime began) {
        MonotonicTime now = loop.now();
        boolean anew = renewed.isEmpty() || now.reached(renewed.get().at().plus(lease()));
        if (anew) {
            signs.clear();
        }
        signs.keySet().retainAll(numbers.keySet());
        Set<Long> live = new HashSet<>();
        live.add(self);
        numbers.forEach((manager, number) -> {
            Sign sign = signs.merge(manager, new Sign(number, now), (old, news) -> old.number() == number ? old : news);
            if (!now.reached(sign.at().plus(timeout()))) {
                live.add(manager);
            }
        });
        boolean unseen = anew && live.size() > 1;
        renewed = Optional.of(new Renewed(began, unseen ? Set.of() : live));
    }

    /** Leaves: the others take over at once. Waits for the store, on the caller's thread. */
    @Override
    public void close() {
        closed = true;
        try {
            store.leave(self, run);
        } catch (RuntimeException e) {
            LOG.warn("can't leave in good order, the others will notice: {}", e.toString());
        }
    }
}
