package org.hostha.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.hostha.demo.zone.Leftovers;

/** The directory of one running demo: nobody else's while it runs, and empty of what an earlier run left. */
final class DemoDirectory implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final List<String> OURS = List.of("zone", "data", "api-key", "admin.password", "inventory.yaml",
            "server.log");

    private final Path dir;
    private final FileChannel channel;

    private DemoDirectory(Path dir, FileChannel channel) {
        this.dir = dir;
        this.channel = channel;
    }

    /** @throws DemoException if another demo runs there, or it can't be written */
    static DemoDirectory claim(Path dir) {
        try {
            Files.createDirectories(dir);
            FileChannel channel =
                    FileChannel.open(dir.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new DemoException(
                        "another demo runs in " + dir + ": end it, or choose another directory with --dir");
            }
            DemoDirectory claimed = new DemoDirectory(dir, channel);
            claimed.clear();
            return claimed;
        } catch (IOException e) {
            throw new DemoException("can't use the directory " + dir + ": " + e.getMessage(), e);
        }
    }

    Path path() {
        return dir;
    }

    /** Ends all processes and deletes all files of the demo, but no file that isn't its own. */
    void clear() {
        Leftovers.kill(dir);
        Leftovers.kill(dir.resolve("zone"));
        OURS.forEach(name -> Leftovers.delete(dir.resolve(name)));
    }

    /** Clears, and gives the directory up. */
    void remove() {
        clear();
        close();
        try {
            Files.deleteIfExists(dir.resolve(LOCK));
            String[] strangers = dir.toFile().list();
            if (strangers != null && strangers.length == 0) {
                Files.delete(dir);
            }
        } catch (IOException e) {
            throw new DemoException("can't clean up " + dir + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new DemoException("can't unlock " + dir, e);
        }
    }
}
