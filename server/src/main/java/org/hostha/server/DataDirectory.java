package org.hostha.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The data directory, which one server at a time holds; a server that dies lets go of it. */
final class DataDirectory implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(DataDirectory.class);

    private final FileChannel lock;

    private DataDirectory(FileChannel lock) {
        this.lock = lock;
    }

    /**
     * Makes the directory where it isn't there, for its owner alone, and holds it.
     *
     * @throws StartException when it can't be made or written, or another server holds it
     */
    static DataDirectory take(Path path) {
        try {
            Files.createDirectories(path,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!held(channel)) {
                channel.close();
                throw new StartException("Data directory " + path + " is in use by another server. Stop that"
                        + " server, or give this one another --data directory.", null);
            }
            return new DataDirectory(channel);
        } catch (IOException e) {
            throw new StartException("Data directory " + path + " can't be made or written ("
                    + e.getClass().getSimpleName() + "). Check the path and its permissions, or give another"
                    + " --data directory.", e);
        }
    }

    private static boolean held(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("the lock of the data directory could not be released: {}", e.toString());
        }
    }
}
