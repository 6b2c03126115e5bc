package org.hostha.server.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.hostha.core.Secret;

/** Files for their owner's eyes only (mode 0600). */
public final class PrivateFile {

    private static final int KEY_BYTES = 32;

    private PrivateFile() {
    }

    /**
     * Writes the file so that nobody ever sees a part of it, nor with other permissions.
     *
     * @throws IOException naming nothing of the content
     */
    public static void write(Path file, String content) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Path draft = Files.createTempFile(directory, ".hostha", "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(draft, content.getBytes(StandardCharsets.UTF_8));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The password on the first line of a file. */
    public static Secret firstLine(Path file) throws IOException {
        return Secret.of(Files.readString(file).lines().findFirst().orElse("").strip());
    }

    /** A new random password, in characters that can be typed anywhere. */
    public static Secret password() {
        return Passwords.generate();
    }

    /** The key in the file; a file that is not there is made, with a random key. */
    public static Secret key(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] bytes = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(bytes);
            write(file, Base64.getEncoder().encodeToString(bytes) + "\n");
        }
        return Secret.of(Files.readString(file).strip());
    }
}
