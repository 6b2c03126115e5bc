package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hostha.server.Fence.ServerProcess;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * {@code kill -9} of the real server between any two steps of a fence, with real BMCs; restarted, it ends in the same
 * place. The points are tried side by side: most of the time is waited for walls.
 */
public class KillTest {

    private static final int AT_ONCE = 4;
    private static final String MARIADB = System.getProperty("hostha.test.mariadb", "");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aServerKilledAtAnyPointOfAFenceEndsItAfterItsRestartOnH2() throws Exception {
        killEverywhere("h2");
    }

    @Test
    public void aServerKilledAtAnyPointOfAFenceEndsItAfterItsRestartOnMariaDb() throws Exception {
        assumeTrue("no MariaDB given", !MARIADB.isEmpty());
        killEverywhere("mariadb");
    }

    @Test
    public void whereTwoServersShareADatabaseTheOtherEndsTheFenceOfTheOneThatDied() throws Exception {
        assumeTrue("no MariaDB given", !MARIADB.isEmpty());
        Path place = folder.getRoot().toPath().resolve("two");
        try (Fence fence = new Fence(place, StopPoint.ARMED_NOT_SENT, "KILL", Optional.of(schema("two")))) {
            ServerProcess first = fence.start("first");
            fence.configure(first);
            ServerProcess second = fence.start("second");
            second.client();
            fence.silence();
            ServerProcess dead = fence.awaitDeath();
            fence.mustEndWell(dead == first ? second : first);
            fence.mustBeClosedInTheDatabase("first");
        }
    }

    /** It wakes with a command, a reading, a commit or a release in its hands that is another's by now. */
    @Test
    public void aServerThatWasPausedMidFenceDoesNothingWhenItWakesForTheOtherHasEndedItsFence() throws Exception {
        assumeTrue("no MariaDB given", !MARIADB.isEmpty());
        atEach(List.of(StopPoint.ARMED_NOT_SENT, StopPoint.SENT_NOT_HEARD, StopPoint.SEEN_OFF_NOT_STORED,
                StopPoint.RELEASE_READ), this::pauseAndResume);
    }

    private void pauseAndResume(StopPoint point) throws Exception {
        Path place = folder.getRoot().toPath().resolve("pause-" + point);
        String schema = schema("pause_" + point.name().toLowerCase(Locale.ROOT));
        try (Fence fence = new Fence(place, point, "STOP", Optional.of(schema))) {
            ServerProcess first = fence.start("first");
            fence.configure(first);
            ServerProcess second = fence.start("second");
            second.client();
            fence.silence();
            ServerProcess paused = fence.awaitPause();
            ServerProcess other = paused == first ? second : first;
            fence.mustEndWell(other);
            fence.resume(paused);
            fence.mustEndWell(other);
            fence.mustEndWell(paused);
            fence.mustBeClosedInTheDatabase("first");
        }
    }

    private void killEverywhere(String database) throws Exception {
        atEach(List.of(StopPoint.values()), point -> killAndRestart(database, point));
    }

    private interface Life {
        void at(StopPoint point) throws Exception;
    }

    private static void atEach(List<StopPoint> points, Life life) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Map<StopPoint, Future<?>> lives = new TreeMap<>();
            for (StopPoint point : points) {
                lives.put(point, threads.submit(() -> {
                    life.at(point);
                    return null;
                }));
            }
            List<String> failures = new ArrayList<>();
            for (Map.Entry<StopPoint, Future<?>> each : lives.entrySet()) {
                try {
                    each.getValue().get();
                } catch (ExecutionException e) {
                    failures.add(each.getKey() + ": " + e.getCause());
                }
            }
            assertThat(failures).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    private void killAndRestart(String database, StopPoint point) throws Exception {
        Path place = folder.getRoot().toPath().resolve(database + "-" + point);
        Optional<String> url = database.equals("h2") ? Optional.empty()
                : Optional.of(schema(point.name().toLowerCase(Locale.ROOT)));
        try (Fence fence = new Fence(place, point, "KILL", url)) {
            fence.configure(fence.start("data"));
            fence.silence();
            fence.awaitDeath();
            fence.mustEndWell(fence.start("data"));
            fence.mustBeClosedInTheDatabase("data");
        }
    }

    private static String schema(String name) {
        return MARIADB.replaceFirst("(//[^/]+/)[^?]*", "$1hostha_kill_" + name);
    }
}
