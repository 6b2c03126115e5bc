package org.hostha.ha.kvm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Resource;
import org.hostha.ha.kvm.ActivityRule.Sight;
import org.hostha.ha.kvm.spi.PoolObservation;

/** What neighbours have seen of one suspect since it became one. Thread-safe. */
final class Investigation {

    /** One neighbour's answer, and the times between which it looked. */
    record Answer(Resource neighbour, List<PoolObservation> pools, MonotonicTime asked, MonotonicTime answered) { }

    private record Place(Resource neighbour, String pool) { }

    /** @param later the neighbour's own heartbeat as it was a while after the first look */
    private record Look(PoolObservation seen, MonotonicTime noLaterThan, Optional<String> later) { }

    private final Map<Place, Look> looks = new HashMap<>();
    private Optional<MonotonicTime> lastRound = Optional.empty();

    /**
     * Sets what was seen beside what was seen before, and remembers it.
     *
     * @param window how long a living host can be silent at most
     * @param patience a round that comes longer than this after the one before belongs to another investigation, which
     *     begins without evidence
     */
    synchronized List<Sight> sights(List<Answer> round, MonotonicTime now, Duration window, Duration patience) {
        if (lastRound.filter(last -> now.since(last).compareTo(patience) > 0).isPresent()) {
            looks.clear();
        }
        lastRound = Optional.of(now);
        List<Sight> sights = new ArrayList<>();
        for (Answer answer : round) {
            for (PoolObservation seen : answer.pools()) {
                sights.add(sight(answer, seen, window));
            }
        }
        return sights;
    }

    /**
     * The own heartbeat must have moved in the last two thirds of the window: a pool that took writes only just after the
     * first look may have failed before the suspect's next one.
     */
    private Sight sight(Answer answer, PoolObservation seen, Duration window) {
        Place place = new Place(answer.neighbour(), seen.pool());
        Optional<Look> before = Optional.ofNullable(looks.get(place));
        Duration apart = before.map(look -> answer.asked().since(look.noLaterThan())).orElse(Duration.ZERO);
        Optional<String> later = before.flatMap(Look::later);
        boolean stuck = seen.own().isPresent() && (later.isEmpty() || later.equals(seen.own()));
        Sight sight = new Sight(answer.neighbour().name(), before.map(Look::seen), seen, apart, stuck);
        if (seen.error().isEmpty()) {
            looks.put(place, next(before, sight, answer.answered(),
                    later.or(() -> apart.compareTo(window.dividedBy(3)) >= 0 ? seen.own() : Optional.empty())));
        }
        return sight;
    }

    /** While nothing changes the first look stays; disks that were not there yet are added to it. */
    private static Look next(Optional<Look> before, Sight sight, MonotonicTime answered, Optional<String> later) {
        PoolObservation now = sight.now();
        boolean unchanged = before.map(look -> look.seen().heartbeat().equals(now.heartbeat())
                && look.seen().opinion().equals(now.opinion())).orElse(false);
        if (!unchanged || sight.life().isPresent()) {
            return new Look(now, answered, Optional.empty());
        }
        Map<String, String> disks = new HashMap<>(now.disks());
        disks.putAll(before.get().seen().disks());
        return new Look(new PoolObservation(now.pool(), now.heartbeat(), disks, now.opinion(), now.error(), now.own()),
                before.get().noLaterThan(), later);
    }
}
