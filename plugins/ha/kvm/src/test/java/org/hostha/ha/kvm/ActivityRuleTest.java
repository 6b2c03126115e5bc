package org.hostha.ha.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hostha.ha.Verdict.ALIVE;
import static org.hostha.ha.Verdict.DEAD;
import static org.hostha.ha.Verdict.UNKNOWN;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hostha.ha.Evidence;
import org.hostha.ha.Verdict;
import org.hostha.ha.kvm.ActivityRule.Sight;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.junit.Test;

public class ActivityRuleTest {

    private static final Duration WINDOW = Duration.ofSeconds(130);

    /** A row of the table: what was seen, and what follows. */
    private record Row(String name, Set<String> pools, int neighbours, int wanted, Verdict verdict,
            List<Sight> sights) { }

    private static final List<Row> TABLE = List.of(
            row("a heartbeat that changed", 1, 1, ALIVE, beating("n1", "p1")),
            row("a disk that was written to", 1, 1, ALIVE, writing("n1", "p1")),
            row("a disk that was written to without a heartbeat", 1, 1, ALIVE,
                    sight("n1", seen("p1", null, "vm=1"), seen("p1", null, "vm=2"), 10)),
            row("a heartbeat that appeared", 1, 1, ALIVE, sight("n1", seen("p1", null), seen("p1", "x"), 200)),
            row("one that beats against one that is silent", 2, 1, ALIVE, silent("n1", "p1"), beating("n2", "p1")),
            row("one pool that beats against one that is silent", Set.of("p1", "p2"), 1, 1, ALIVE, silent("n1", "p1"),
                    beating("n1", "p2")),
            row("a write on a pool that is none of those with heartbeats", 1, 1, ALIVE, silent("n1", "p1"),
                    writing("n1", "local")),
            row("life seen by one, an error by another", 2, 2, ALIVE, failed("n1", "p1"), beating("n2", "p1")),

            row("a neighbour that says beating, at its first word", 1, 1, ALIVE, first("n1", said("p1", true))),
            row("one that says beating against one that sees silence", 2, 1, ALIVE, silent("n1", "p1"),
                    first("n2", said("p1", true))),

            row("a neighbour that says stopped, twice, half a window apart", 1, 1, DEAD,
                    sight("n1", said("p1", false), said("p1", false), WINDOW.toSeconds() / 2)),
            row("silence on one pool, said to have stopped on the other", Set.of("p1", "p2"), 1, 1, DEAD,
                    silent("n1", "p1"), sight("n1", said("p2", false), said("p2", false), 65)),
            row("silence on the only pool", 1, 1, DEAD, silent("n1", "p1")),
            row("silence on all pools", Set.of("p1", "p2"), 1, 1, DEAD, silent("n1", "p1"), silent("n1", "p2")),
            row("silence on each pool by another neighbour", Set.of("p1", "p2"), 2, 1, DEAD, silent("n1", "p1"),
                    failed("n2", "p1"), failed("n1", "p2"), silent("n2", "p2")),
            row("silence seen by one of two, when one is enough", 2, 1, DEAD, silent("n1", "p1"), failed("n2", "p1")),
            row("silence seen by as many as wanted", 3, 2, DEAD, silent("n1", "p1"), silent("n2", "p1"),
                    failed("n3", "p1")),
            row("silence seen by all, when more are wanted than there are", 1, 3, DEAD, silent("n1", "p1")),
            row("silence for exactly the window", 1, 1, DEAD,
                    sight("n1", seen("p1", "x"), seen("p1", "x"), WINDOW.toSeconds())),
            row("silence, and a pool without heartbeats that shows nothing", 1, 1, DEAD, silent("n1", "p1"),
                    failed("n1", "local")),
            row("silence, and a disk that is gone", 1, 1, DEAD,
                    sight("n1", seen("p1", "x", "vm=1"), seen("p1", "x"), 200)),
            row("silence, and a disk that is new", 1, 1, DEAD,
                    sight("n1", seen("p1", "x"), seen("p1", "x", "vm=1"), 200)),

            row("life seen by one whose own heartbeat is stuck", 1, 1, ALIVE,
                    new Sight("n1", Optional.of(seen("p1", "x")), seen("p1", "y"), Duration.ofSeconds(10), true)),
            row("silence seen by one, and by another whose own heartbeat is stuck", 2, 1, DEAD, silent("n1", "p1"),
                    stuck("n2", "p1")),

            row("silence seen only by those whose own heartbeats are stuck", 2, 1, UNKNOWN, stuck("n1", "p1"),
                    stuck("n2", "p1")),
            row("silence on one pool, own heartbeats stuck on the other", Set.of("p1", "p2"), 1, 1, UNKNOWN,
                    silent("n1", "p1"), stuck("n1", "p2")),
            row("nothing at all", 1, 1, UNKNOWN),
            row("a neighbour that says stopped for the first time", 1, 1, UNKNOWN, first("n1", said("p1", false))),
            row("a neighbour that says stopped twice, but too soon", 1, 1, UNKNOWN,
                    sight("n1", said("p1", false), said("p1", false), WINDOW.toSeconds() / 2 - 1)),
            row("a neighbour that said beating and now says stopped", 1, 1, UNKNOWN,
                    sight("n1", said("p1", true), said("p1", false), 200)),
            row("a neighbour that says stopped where it has shown a heartbeat before", 1, 1, UNKNOWN,
                    sight("n1", seen("p1", "x"), said("p1", false), 200)),
            row("one that says stopped of a pool that is none of those with heartbeats", 1, 1, UNKNOWN,
                    sight("n1", said("local", false), said("local", false), 200)),
            row("no pool", Set.of(), 1, 1, UNKNOWN),
            row("no pool, but silence on another one", Set.of(), 1, 1, UNKNOWN, silent("n1", "local")),
            row("no neighbour", 0, 1, UNKNOWN),
            row("a first look", 1, 1, UNKNOWN, first("n1", "p1")),
            row("silence that is too short", 1, 1, UNKNOWN,
                    sight("n1", seen("p1", "x"), seen("p1", "x"), WINDOW.toSeconds() - 1)),
            row("an error now", 1, 1, UNKNOWN, failed("n1", "p1")),
            row("silence on one of two pools, an error on the other", Set.of("p1", "p2"), 1, 1, UNKNOWN,
                    silent("n1", "p1"), failed("n1", "p2")),
            row("silence on one of two pools, no word of the other", Set.of("p1", "p2"), 1, 1, UNKNOWN,
                    silent("n1", "p1")),
            row("silence seen by fewer than wanted", 2, 2, UNKNOWN, silent("n1", "p1"), failed("n2", "p1")),
            row("silence reported twice by one neighbour where two are wanted", 2, 2, UNKNOWN, silent("n1", "p1"),
                    silent("n1", "p1")),
            row("a pool that shows neither heartbeat nor disk", 1, 1, UNKNOWN,
                    sight("n1", seen("p1", null), seen("p1", null), 200)),
            row("disks that idle, without a heartbeat", 1, 1, UNKNOWN,
                    sight("n1", seen("p1", null, "vm=1"), seen("p1", null, "vm=1"), 200)),
            row("a heartbeat that vanished", 1, 1, UNKNOWN, sight("n1", seen("p1", "x"), seen("p1", null), 200)));

    @Test
    public void theVerdictIsAsTheTableSays() {
        for (Row row : TABLE) {
            Evidence evidence = ActivityRule.judge(row.pools, row.sights, row.neighbours, row.wanted, WINDOW);
            assertThat(evidence.verdict()).as("%s: %s", row.name, evidence).isEqualTo(row.verdict);
            assertThat(evidence.reason()).as(row.name).isNotBlank();
        }
    }

    @Test
    public void theOrderInWhichNeighboursAnswerDoesNotMatter() {
        for (Row row : TABLE) {
            List<Sight> reversed = new ArrayList<>(row.sights);
            Collections.reverse(reversed);
            assertThat(ActivityRule.judge(row.pools, reversed, row.neighbours, row.wanted, WINDOW).verdict())
                    .as(row.name)
                    .isEqualTo(row.verdict);
        }
    }

    @Test
    public void theReasonSaysWhoSawWhat() {
        assertThat(ActivityRule.judge(Set.of("p1"), List.of(beating("n1", "p1")), 1, 1, WINDOW))
                .hasToString("ALIVE by n1 over p1: the heartbeat changed between two looks 10 s apart");
        assertThat(ActivityRule.judge(Set.of("p2", "p1"), List.of(silent("n1", "p1"), silent("n1", "p2")), 2, 1,
                WINDOW))
                .hasToString("DEAD by 2 neighbours over p1, p2: no heartbeat for at least 130 s, on every pool");
        assertThat(ActivityRule.judge(Set.of("p1"), List.of(first("n1", "p1"), failed("n2", "p1")), 2, 1, WINDOW))
                .hasToString("UNKNOWN by 2 neighbours over p1: p1 seen silent by 0 of 1, n1: seen for the first time, "
                        + "n2: stale file handle");
        assertThat(ActivityRule.judge(Set.of("p1"), List.of(stuck("n1", "p1")), 1, 1, WINDOW).reason())
                .isEqualTo("p1 seen silent by 0 of 1, n1: its own heartbeat there is stuck as well");
    }

    private static Row row(String name, int neighbours, int wanted, Verdict verdict, Sight... sights) {
        return row(name, Set.of("p1"), neighbours, wanted, verdict, sights);
    }

    private static Row row(String name, Set<String> pools, int neighbours, int wanted, Verdict verdict,
            Sight... sights) {
        return new Row(name, pools, neighbours, wanted, verdict, List.of(sights));
    }

    private static Sight silent(String neighbour, String pool) {
        return sight(neighbour, seen(pool, "x", "vm=1"), seen(pool, "x", "vm=1"), 200);
    }

    private static Sight beating(String neighbour, String pool) {
        return sight(neighbour, seen(pool, "x"), seen(pool, "y"), 10);
    }

    private static Sight writing(String neighbour, String pool) {
        return sight(neighbour, seen(pool, "x", "vm=1", "other=1"), seen(pool, "x", "vm=2", "other=1"), 10);
    }

    private static Sight first(String neighbour, String pool) {
        return new Sight(neighbour, Optional.empty(), seen(pool, "x", "vm=1"), Duration.ZERO, false);
    }

    private static Sight first(String neighbour, PoolObservation now) {
        return new Sight(neighbour, Optional.empty(), now, Duration.ZERO, false);
    }

    private static PoolObservation said(String pool, boolean beating) {
        return PoolObservation.opinion(pool, beating);
    }

    private static Sight failed(String neighbour, String pool) {
        return new Sight(neighbour, Optional.of(seen(pool, "x", "vm=1")),
                PoolObservation.failed(pool, "stale file handle"), Duration.ofSeconds(200), false);
    }

    private static Sight stuck(String neighbour, String pool) {
        return new Sight(neighbour, Optional.of(seen(pool, "x")), seen(pool, "x"), Duration.ofSeconds(200), true);
    }

    private static Sight sight(String neighbour, PoolObservation before, PoolObservation now, long apart) {
        return new Sight(neighbour, Optional.of(before), now, Duration.ofSeconds(apart), false);
    }

    private static PoolObservation seen(String pool, String heartbeat, String... disks) {
        return PoolObservation.seen(pool, Optional.ofNullable(heartbeat), Arrays.stream(disks)
                .map(disk -> disk.split("=")).collect(Collectors.toMap(disk -> disk[0], disk -> disk[1])));
    }
}
