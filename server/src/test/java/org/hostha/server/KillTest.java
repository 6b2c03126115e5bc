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
        try (Fence fence = new Fence(place, StopPoint.ARMED_NOT_SENT, Optional.of(schema("two")))) {
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

    private void killEverywhere(String database) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Map<StopPoint, Future<?>> lives = new TreeMap<>();
            for (StopPoint point : StopPoint.values()) {
                lives.put(point, threads.submit(() -> {
                    killAndRestart(database, point);
                    return null;
                }));
            }
            List<String> failures = new ArrayList<>();
            for (Map.Entry<StopPoint, Future<?>> life : lives.entrySet()) {
                try {
                    life.getValue().get();
                } catch (ExecutionException e) {
                    failures.add(life.getKey() + ": " + e.getCause());
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
        try (Fence fence = new Fence(place, point, url)) {
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
