package org.hostha.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.hostha.core.Secret;
import org.hostha.server.auth.PrivateFile;
import org.hostha.server.auth.Users;

/** There is no default password: the root admin gets one at the first start, from a file or made up. */
final class FirstPassword {

    private static final int SHORTEST = 8;

    private FirstPassword() {
    }

    /**
     * Gives the root admin a password where it has none yet.
     *
     * @return what has to be told once, because it is written nowhere
     * @throws StartException when the file can't be read or written, or what it holds is too short
     */
    static Optional<Secret> set(Users users, Optional<Path> file) {
        if (!users.adminHasNoPassword()) {
            return Optional.empty();
        }
        Secret password = file.isPresent() ? ofFile(file.get()) : PrivateFile.password();
        users.changePassword(users.adminId(), password);
        return file.isPresent() ? Optional.empty() : Optional.of(password);
    }

    private static Secret ofFile(Path file) {
        try {
            if (!Files.exists(file)) {
                Secret password = PrivateFile.password();
                PrivateFile.write(file, password.revealText() + "\n");
                return password;
            }
            Secret password = PrivateFile.firstLine(file);
            if (password.length() < SHORTEST) {
                throw new StartException("The password in " + file + " is shorter than " + SHORTEST
                        + " characters. Write a longer one on its first line.", null);
            }
            return password;
        } catch (IOException e) {
            throw new StartException("The admin's password can't be read from or written to " + file + " ("
                    + e.getClass().getSimpleName() + "). Check the path and its permissions.", e);
        }
    }
}
