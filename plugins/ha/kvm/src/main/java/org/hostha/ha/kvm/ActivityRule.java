package org.hostha.ha.kvm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hostha.ha.Evidence;
import org.hostha.ha.kvm.spi.PoolObservation;

/** What the traces of a host on its storage say about it. */
final class ActivityRule {

    /**
     * What a neighbour sees of a pool, beside the first thing it saw that nothing has changed since.
     *
     * @param neighbour who looked
     * @param before its earlier look; empty at the first
     * @param now its present look
     * @param apart at least this long lies between the two
     * @param stuck its own heartbeat on that pool has not changed lately: the pool takes no writes, the suspect's or anybody's
     */
    record Sight(String neighbour, Optional<PoolObservation> before, PoolObservation now, Duration apart, boolean stuck) {

        /** What shows life: what was written between the two looks, or what the neighbour says, in words. */
        Optional<String> life() {
            if (now.opinion().orElse(false)) {
                return Optional.of("it says that the heartbeat is beating");
            }
            if (before.isEmpty() || now.error().isPresent()) {
                return Optional.empty();
            }
            if (now.heartbeat().isPresent() && !now.heartbeat().equals(before.get().heartbeat())) {
                return Optional.of("the heartbeat changed");
            }
            Map<String, String> disks = before.get().disks();
            return now.disks().entrySet().stream()
                    .filter(disk -> !disks.getOrDefault(disk.getKey(), disk.getValue()).equals(disk.getValue()))
                    .map(disk -> "disk " + disk.getKey() + " was written to").sorted().findFirst();
        }

        /** A heartbeat was there, is there, and is the same; or was said to have stopped, twice. */
        boolean still() {
            return before.isPresent() && (now.heartbeat().isPresent() || now.opinion().isPresent())
                    && now.heartbeat().equals(before.get().heartbeat())
                    && now.opinion().equals(before.get().opinion());
        }

        /** An opinion rests on a window of its own already: it must hold for more than one period more. */
        private boolean silent(Duration window) {
            Duration needed = now.opinion().isPresent() ? window.dividedBy(2) : window;
            return !stuck && still() && life().isEmpty() && apart.compareTo(needed) >= 0;
        }

        private String shortcoming(Duration window) {
            if (now.error().isPresent()) {
                return neighbour + ": " + now.error().get();
            }
            if (now.heartbeat().isEmpty() && now.opinion().isEmpty()) {
                return neighbour + (now.disks().isEmpty() ? ": shows nothing of the host"
                        : ": has no heartbeat of the host");
            }
            if (!still()) {
                return neighbour + ": seen for the first time";
            }
            if (stuck && apart.compareTo(window) >= 0) {
                return neighbour + ": its own heartbeat there is stuck as well";
            }
            return neighbour + ": unchanged for " + apart.toSeconds() + " s of " + window.toSeconds() + " s";
        }
    }

    private ActivityRule() {
    }

    /**
     * The rule. A heartbeat or disk is alive when its content changes between two of our own looks by the same
     * neighbour; no clock of any other machine is read. The first line that applies decides:
     *
     * <pre>
     * what was seen                                                              verdict
     * -------------------------------------------------------------------------  -------
     * a heartbeat or a disk changed, or a neighbour that shows no contents says
     *     that the heartbeat is beating: on any pool, seen by any neighbour      ALIVE
     * the host has no pool with heartbeats                                       UNKNOWN
     * there is no neighbour                                                      UNKNOWN
     * on each pool, enough neighbours saw the same heartbeat twice, at least a
     *     silence window apart, or said twice that it has stopped, at least half
     *     a silence window apart; who writes heartbeats there itself counts only
     *     if they went on meanwhile                                              DEAD
     * anything else: a first look, a window not yet over, an error, no answer,
     *     a pool without a heartbeat of the host                                 UNKNOWN
     * </pre>
     *
     * A disk that is not written to says nothing, because idle VMs are no dead ones: disks can only show life. A
     * heartbeat that appears is a change; one that vanishes was removed by somebody, and is not. Enough neighbours: as
     * many as are wanted, or all where there are fewer.
     *
     * @param pools the pools on which the host writes heartbeats
     * @param sights everything that was seen, on these pools and others
     * @param neighbours how many there are
     * @param wanted how many of them must agree; at least 1
     * @param window how long a living host can be silent at most
     */
    static Evidence judge(Set<String> pools, List<Sight> sights, int neighbours, int wanted, Duration window) {
        for (Sight sight : sights) {
            Optional<String> life = sight.life();
            if (life.isPresent()) {
                return Evidence.alive(sight.neighbour() + " over " + sight.now().pool(),
                        life.get() + (sight.now().opinion().isPresent() ? ""
                                : " between two looks " + sight.apart().toSeconds() + " s apart"));
            }
        }
        if (pools.isEmpty()) {
            return Evidence.unknown("storage", "the host has no pool with heartbeats");
        }
        if (neighbours == 0) {
            return Evidence.unknown("storage", "no neighbour can look at its pools");
        }
        int enough = Math.min(wanted, neighbours);
        String source = count(neighbours, "neighbour") + " over " + String.join(", ", new TreeSet<>(pools));
        List<String> shortcomings = new ArrayList<>();
        for (String pool : new TreeSet<>(pools)) {
            List<Sight> here = sights.stream().filter(sight -> sight.now().pool().equals(pool)).toList();
            long silent = here.stream().filter(sight -> sight.silent(window)).map(Sight::neighbour).distinct().count();
            if (silent < enough) {
                shortcomings.add(pool + " seen silent by " + silent + " of " + enough + here.stream()
                        .filter(sight -> !sight.silent(window)).map(sight -> ", " + sight.shortcoming(window))
                        .collect(Collectors.joining()));
            }
        }
        return shortcomings.isEmpty()
                ? Evidence.dead(source, "no heartbeat for at least " + window.toSeconds() + " s, on every pool")
                : Evidence.unknown(source, String.join("; ", shortcomings));
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
