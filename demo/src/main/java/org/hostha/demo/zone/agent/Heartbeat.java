package org.hostha.demo.zone.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes {@code KVMHA/hb-<host>} on every pool each second: a sequence number and the boot id, and no clock. Each
 * pool has a thread of its own, so a pool that hangs doesn't silence the others.
 */
final class Heartbeat {

    private static final int PERIOD_SECONDS = 1;

    private final String host;
    private final String bootId;
    private final Collection<Path> pools;

    Heartbeat(String host, String bootId, Collection<Path> pools) {
        this.host = host;
        this.bootId = bootId;
        this.pools = pools;
    }

    static Path file(Path pool, String host) {
        return pool.resolve("KVMHA").resolve("hb-" + host);
    }

    void start() {
        ScheduledExecutorService writers = Executors.newScheduledThreadPool(pools.size());
        for (Path pool : pools) {
            writers.scheduleAtFixedRate(new Writer(file(pool, host)), 0, PERIOD_SECONDS, TimeUnit.SECONDS);
        }
    }

    private final class Writer implements Runnable {

        private final Path file;
        private final Path draft;
        private long sequence;

        Writer(Path file) {
            this.file = file;
            this.draft = file.resolveSibling(file.getFileName() + ".new");
        }

        @Override
        public void run() {
            sequence++;
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(draft, sequence + " " + bootId);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                System.err.println("heartbeat " + sequence + " not written: " + e);
            }
        }
    }
}
