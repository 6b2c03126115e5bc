package org.hostha.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;

/** What happened, line by line, for people. What only repeats itself is told once, and counted. */
final class Story {

    /** What somebody has told since he last told something new. */
    private static final class Round {
        private final Set<String> told = new HashSet<>();
        private int repeated;
        private MonotonicTime until;
    }

    private record Line(MonotonicTime at, String who, String what) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%8.1f  %-8s  %s", at.nanos() / 1e9, who, what);
        }
    }

    private final EventLoop clock;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Round> rounds = new TreeMap<>();
    private final List<BiConsumer<String, String>> listeners = new ArrayList<>();

    private Duration skipped = Duration.ZERO;
    private MonotonicTime lastTold = new MonotonicTime(0);

    Story(EventLoop clock) {
        this.clock = clock;
    }

    /** Time that nobody lived through, because nothing would have happened in it. */
    void skip(Duration time) {
        skipped = skipped.plus(time);
    }

    Duration skipped() {
        return skipped;
    }

    /** For how long nothing has been told, repetitions included. */
    Duration silence() {
        return clock.now().since(lastTold);
    }

    private MonotonicTime now() {
        return clock.now().plus(skipped);
    }

    /** @param listener of who and what, of repetitions also */
    void listen(BiConsumer<String, String> listener) {
        listeners.add(listener);
    }

    void tell(String who, String what) {
        lastTold = clock.now();
        Round round = rounds.computeIfAbsent(who, w -> new Round());
        if (!round.told.add(what)) {
            round.repeated++;
            round.until = now();
        } else {
            endRepeating(who, round);
            lines.add(new Line(now(), who, what));
        }
        List.copyOf(listeners).forEach(listener -> listener.accept(who, what));
    }

    /** What is told next is news, whether it was told before or not. */
    void newChapter(String who) {
        Round ended = rounds.remove(who);
        if (ended != null) {
            endRepeating(who, ended);
        }
    }

    /** Everything told so far. */
    List<String> lines() {
        rounds.forEach(this::endRepeating);
        return lines.stream().sorted(Comparator.comparing(Line::at)).map(Line::toString).toList();
    }

    private void endRepeating(String who, Round round) {
        if (round.repeated > 0) {
            lines.add(new Line(round.until, who, "... goes on like this, " + round.repeated + " more times"));
            round.repeated = 0;
        }
    }
}
