package org.hostha.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.hostha.oobm.BmcEndpoint;

/** {@code ipmitool chassis power status}, as a script would run it. */
final class PlainIpmitool extends BlockingContender {

    private final Path passwordFile;

    PlainIpmitool(BmcEndpoint any) {
        try {
            passwordFile = Files.createTempFile("hostha-bench", "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(passwordFile, any.password().reveal());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletableFuture<?> read(BmcEndpoint bmc) {
        return run(() -> {
            Process process = new ProcessBuilder("ipmitool", "-I", "lanplus", "-C", "3", "-H", bmc.address(), "-p",
                    bmc.port(),
                    "-U", bmc.username(), "-f", passwordFile.toString(), "chassis", "power", "status")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String output = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0 || !output.startsWith("Chassis Power is")) {
                throw new IOException("ipmitool failed: " + output);
            }
            return output;
        });
    }

    @Override
    public void close() {
        super.close();
        try {
            Files.deleteIfExists(passwordFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
