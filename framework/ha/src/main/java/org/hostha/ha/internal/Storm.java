package org.hostha.ha.internal;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HASettings;
import org.hostha.ha.decision.StormGuard;

/**
 * The storm guard of one cluster, or of all, as this manager knows it: who is suspect, over all managers, and what is
 * stored. It is judged one full check interval after the first has become suspect; until then nobody knows how many there
 * are.
 */
final class Storm {

    /** With less it would open before anybody could look for the fault, and let all be fenced. */
    private static final Duration SHORTEST_COOL_DOWN = Duration.ofSeconds(15);

    private final Settings settings;
    private final Set<Partition> suspects = new HashSet<>();
    private Resource any;
    private int members;
    private Optional<MonotonicTime> judgedFrom = Optional.empty();
    private boolean judged = true;
    private StormGuard guard = StormGuard.OPEN;
    private GuardRow stored;
    private boolean saving;

    Storm(long scope, Settings settings) {
        this.settings = settings;
        this.stored = GuardRow.unwritten(scope);
    }

    /**
     * Before a count of all: what other managers know is known with it.
     *
     * @param began when the count began
     */
    void reset(MonotonicTime began) {
        members = 0;
        suspects.clear();
        judged |= judgedFrom.isPresent() && began.reached(judgedFrom.get());
    }

    void add(Resource member) {
        any = member;
        members++;
    }

    void moved(Guards.Member member, MonotonicTime now) {
        if (!member.suspect()) {
            suspects.remove(member.resource().partition());
            return;
        }
        suspects.add(member.resource().partition());
        if (judgedFrom.isEmpty()) {
            judgedFrom = Optional.of(now.plus(member.checkInterval()));
            judged = false;
        }
    }

    /** What another manager, or an earlier run of this one, has stored. Its cool-down is counted from now. */
    void adopt(GuardRow row, MonotonicTime now) {
        if (!saving && row.version() > stored.version()) {
            stored = row;
            guard = new StormGuard(row.closed() ? Optional.of(now.plus(coolDown())) : Optional.empty(), row.level());
        }
    }

    /** @return what is to be stored, if anything */
    Optional<GuardRow> judge(MonotonicTime now) {
        if (suspects.isEmpty()) {
            judgedFrom = Optional.empty();
            judged = true;
        }
        if (judged) {
            guard = guard.judge(members, suspects.size(), share(), coolDown(), now);
        }
        if (saving || guard.closed() == stored.closed() && guard.level() == stored.level()) {
            return Optional.empty();
        }
        saving = true;
        return Optional.of(stored.next(guard.closed(), guard.level()));
    }

    /** @param done false when the store knows better, or could not say: it is adopted at the next look */
    void saved(GuardRow row, boolean done) {
        saving = false;
        if (done) {
            stored = row;
        }
    }

    /** When all are to be counted again although nothing has moved. */
    Optional<MonotonicTime> due() {
        return guard.closed() ? guard.closedUntil() : judgedFrom.filter(at -> !judged);
    }

    boolean empty() {
        return members == 0;
    }

    boolean closed() {
        return guard.closed();
    }

    boolean unjudged() {
        return !judged;
    }

    int level() {
        return guard.level();
    }

    int permits() {
        return guard.permits(members, share());
    }

    int members() {
        return members;
    }

    /** For whom an alert is sent. */
    Resource any() {
        return any;
    }

    private double share() {
        return everywhere() ? settings.value(HASettings.STORM_SHARE) : settings.value(HASettings.STORM_SHARE, any);
    }

    private Duration coolDown() {
        Duration set = everywhere() ? settings.value(HASettings.STORM_COOL_DOWN)
                : settings.value(HASettings.STORM_COOL_DOWN, any);
        return set.compareTo(SHORTEST_COOL_DOWN) < 0 ? SHORTEST_COOL_DOWN : set;
    }

    private boolean everywhere() {
        return stored.scope() == GuardRow.ALL_CLUSTERS;
    }
}
