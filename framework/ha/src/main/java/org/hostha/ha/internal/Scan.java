package org.hostha.ha.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HAEngine.World;
import org.hostha.ha.HARow;
import org.hostha.ha.HASettings;
import org.hostha.ha.Stored;
import org.hostha.ha.decision.StormGuard;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.Membership;

/**
 * Looks at all rows, now and then and whenever something has changed on purpose, and takes what it saw to the shards. Only
 * schedules: the looking is done on the world's blocking threads.
 */
final class Scan {

    private static final Logger LOG = LogManager.getLogger(Scan.class);
    private static final Duration MEMBERSHIP_PAUSE = Duration.ofMillis(500);
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

    private final World world;
    private final EventLoop timers;
    private final Directives directives;
    private final Judge judge;
    private final Function<Partition, Shard> shards;
    private final Map<String, HAProvider> providers = new HashMap<>();
    private final AtomicLong looks = new AtomicLong();
    private volatile boolean closed;

    /** The view by which the last scan went; used on the engine's own loop only. */
    private Membership.View view;
    private boolean scanning;
    private boolean lookAgain;

    Scan(World world, Directives directives, Judge judge, Function<Partition, Shard> shards) {
        this.world = world;
        this.timers = world.shards().get(0);
        this.directives = directives;
        this.judge = judge;
        this.shards = shards;
        this.view = world.membership().view();
        world.providers().forEach(provider -> providers.put(provider.name().toLowerCase(Locale.ROOT), provider));
    }

    void start() {
        timers.execute(this::scan);
        timers.execute(this::watchMembership);
    }

    void close() {
        closed = true;
    }

    /** Who has come or gone changes who owns what: that does not wait for the next scan. */
    private void watchMembership() {
        if (closed) {
            return;
        }
        timers.schedule(MEMBERSHIP_PAUSE, this::watchMembership);
        Membership.View now = world.membership().view();
        if (!now.equals(view)) {
            LOG.info("managers that live: {}{}", now.live(), now.hold().map(hold -> "; held: " + hold).orElse(""));
            view = now;
            lookNow();
        }
    }

    private void scan() {
        if (!closed) {
            timers.schedule(interval(), this::scan);
            lookNow();
        }
    }

    private Duration interval() {
        Duration set = world.settings().value(HASettings.SCAN_INTERVAL);
        return set.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : set;
    }

    /** From anywhere: at one row. */
    void look(Resource resource) {
        world.blocking().execute(() -> {
            try {
                look(looks.incrementAndGet(), world.store().row(resource).stream().toList(), new ArrayList<>());
            } catch (RuntimeException e) {
                LOG.error("{}: can't look at its row", resource, e);
            }
        });
    }

    /** From anywhere: at all rows. */
    void look() {
        timers.execute(this::lookNow);
    }

    /** On the engine's own loop. A look under way began too early for whoever asks now. */
    private void lookNow() {
        if (scanning) {
            lookAgain = true;
            judge.soon();
            return;
        }
        scanning = true;
        MonotonicTime began = timers.now();
        try {
            world.blocking().execute(() -> lookAtAll(began));
        } catch (RuntimeException e) {
            scanning = false;
            LOG.error("can't look at the HA rows, trying again at the next scan", e);
        }
    }

    private void lookedAtAll() {
        scanning = false;
        judge.soon();
        if (lookAgain && !closed) {
            lookAgain = false;
            lookNow();
        }
    }

    private void lookAtAll(MonotonicTime began) {
        try {
            long number = looks.incrementAndGet();
            List<GuardRow> stored = world.store().guards();
            List<Guards.Member> members = new ArrayList<>();
            int own = look(number, world.store().rows(), members);
            timers.execute(() -> judge.count(stored, members, began, own));
        } catch (RuntimeException e) {
            LOG.error("can't look at the HA rows, trying again at the next scan", e);
        } finally {
            timers.execute(this::lookedAtAll);
        }
    }

    /**
     * Blocking: on a thread of the world's.
     *
     * @param number taken before the rows were read
     * @param members gets the resources that are switched on, whoever owns them
     * @return how many of the rows are this manager's to look after: those of resources that exist and have a provider
     */
    private int look(long number, List<HARow> rows, List<Guards.Member> members) {
        int found = 0;
        Membership.View now = world.membership().view();
        directives.learn(number, world.store().directives());
        Map<Partition, Boolean> switches = new HashMap<>();
        for (HARow row : rows) {
            try {
                found += look(number, row, switches, now, members) ? 1 : 0;
            } catch (RuntimeException e) {
                found++;
                LOG.error("{} {}: can't look at it, the others are", row.resourceType(), row.resourceId(), e);
            }
        }
        return found;
    }

    private boolean look(long number, HARow row, Map<Partition, Boolean> switches, Membership.View now,
            List<Guards.Member> members) {
        Partition key = new Partition(row.resourceType(), row.resourceId());
        Optional<Resource> resource = world.directory().find(key);
        HAProvider provider = providers.get(row.provider());
        Shard shard = shards.apply(key);
        if (resource.isEmpty() || provider == null) {
            shard.drop(key);
            return false;
        }
        Resource known = resource.get();
        boolean enabled = row.enabled()
                && switches.computeIfAbsent(Partition.zone(known.zoneId()), world.store()::switchedOn)
                && switches.computeIfAbsent(Partition.cluster(known.clusterId()), world.store()::switchedOn);
        boolean claimable = Ownership.mayClaim(row, world.membership().self(), now);
        if (enabled && !directives.suspended(known)) {
            members.add(member(known, provider,
                    shard.runner(key).map(own -> own.current().stored()).orElse(row.stored())));
        }
        shard.take(new Look(number, known, provider, row, enabled, provider.eligibility(known), claimable));
        return claimable;
    }

    static Guards.Member member(Resource resource, HAProvider provider, Stored stored) {
        boolean suspect = StormGuard.suspects(stored.state());
        return new Guards.Member(resource, suspect,
                suspect ? provider.policy(resource).healthInterval() : Duration.ZERO);
    }
}
