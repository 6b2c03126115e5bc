package org.hostha.ha.internal;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Partition;
import org.hostha.core.Settings;
import org.hostha.ha.HASettings;
import org.hostha.ha.Verdict;
import org.hostha.ha.decision.HACase;
import org.hostha.ha.decision.Task;
import org.hostha.ha.decision.Watch;

/** A manager that has just started acts when all have answered it, or when its bound has passed. Used on one loop. */
final class HoldOff {

    private final Settings settings;
    private final MonotonicTime started;

    /** Who has shown a sign of life since the start. */
    private final Set<Partition> answered = new HashSet<>();

    HoldOff(Settings settings, MonotonicTime started) {
        this.settings = settings;
        this.started = started;
    }

    boolean isOver(MonotonicTime now) {
        return now.reached(started.plus(settings.value(HASettings.HOLD_OFF)));
    }

    /**
     * Judged anew each time: what is switched on within the bound is waited for as what was on from the start.
     *
     * @param cases of this manager
     * @param complete true when every row that is this manager's has become a case: an empty set never means all
     */
    boolean holds(Collection<HACase> cases, boolean complete) {
        cases.stream().filter(HoldOff::answers).forEach(one -> answered.add(one.resource().partition()));
        return !complete || !cases.stream().allMatch(this::settled);
    }

    /** A case that has not taken its first decision yet knows nothing, not even whether it is switched on. */
    private boolean settled(HACase one) {
        return !one.watch().equals(Watch.NOTHING)
                && (!one.watch().enabled() || answered.contains(one.resource().partition()));
    }

    private static boolean answers(HACase one) {
        Watch.Sighting health = one.watch().sightings().get(Task.HEALTH);
        return health != null && health.evidence().verdict() == Verdict.ALIVE;
    }
}
