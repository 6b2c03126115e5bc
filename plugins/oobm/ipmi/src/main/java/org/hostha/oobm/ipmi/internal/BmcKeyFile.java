package org.hostha.oobm.ipmi.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.ipmi.IpmiSettings;
import org.hostha.oobm.ipmi.internal.wire.RefusedException;

/** The BMC key (Kg) that the settings name, read again when its file has changed. */
public final class BmcKeyFile implements Supplier<Optional<Secret>> {

    private static final Set<PosixFilePermission> TOO_OPEN = EnumSet.of(PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);

    private record Read(String file, FileTime changed, Secret key) { }

    private final Settings settings;
    private Read last;

    public BmcKeyFile(Settings settings) {
        this.settings = settings;
    }

    /** @throws RefusedException AUTHENTICATION when there is such a file, and no key to be had from it */
    @Override
    public synchronized Optional<Secret> get() {
        String file = settings.value(IpmiSettings.BMC_KEY_FILE).trim();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(file);
            FileTime changed = Files.getLastModifiedTime(path);
            if (last == null || !last.file().equals(file) || !last.changed().equals(changed)) {
                last = new Read(file, changed, read(path));
            }
            return Optional.of(last.key());
        } catch (IOException e) {
            throw refused("can't be read from " + file + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static Secret read(Path path) throws IOException {
        if (Files.getPosixFilePermissions(path).stream().anyMatch(TOO_OPEN::contains)) {
            throw refused("stands in " + path + ", which others may read: chmod 600 it, and set another key on the BMCs");
        }
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            String line = lines.readLine();
            if (line == null || line.isEmpty()) {
                throw refused("is not in " + path + ", whose first line is empty");
            }
            return Secret.of(line);
        }
    }

    private static RefusedException refused(String why) {
        return new RefusedException(Kind.AUTHENTICATION,
                "the BMC key (Kg) of " + IpmiSettings.BMC_KEY_FILE + " " + why);
    }
}
