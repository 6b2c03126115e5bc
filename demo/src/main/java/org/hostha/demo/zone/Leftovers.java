package org.hostha.demo.zone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ends what was started for a directory, also by a run that crashed. Such processes carry the directory in their
 * environment, so neither a pid that was used again nor a stranger who looks into the directory is ever hit.
 */
public final class Leftovers {

    /** The environment variable that marks a process as belonging to a directory. */
    public static final String MARK = "HOSTHA_DEMO_DIR";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Leftovers() {
    }

    /** The value of {@link #MARK} for a directory. */
    public static String mark(Path dir) {
        return dir.toAbsolutePath().normalize().toString();
    }

    /** Kills all processes of the directory, and returns when none is left. */
    public static void kill(Path dir) {
        long start = System.nanoTime();
        List<Long> left = ProcessTable.marked(MARK, mark(dir));
        while (!left.isEmpty()) {
            left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new ZoneException("processes of " + dir + " that don't end: " + left);
            }
            pause();
            left = ProcessTable.marked(MARK, mark(dir));
        }
    }

    /** Deletes a directory and all in it, if it exists. */
    public static void delete(Path dir) {
        if (!Files.exists(dir)) {
            return;
        }
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new ZoneException("can't delete " + dir + ": " + e.getMessage(), e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ZoneException("interrupted while ending processes", e);
        }
    }
}
