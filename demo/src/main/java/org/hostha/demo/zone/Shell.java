package org.hostha.demo.zone;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs small programs to their end. */
final class Shell {

    /** What a program left: its exit code and all that it printed. */
    record Result(int exitCode, String output) {
    }

    private Shell() {
    }

    /**
     * @param environment added to this JVM's own
     * @throws ZoneException if the program can't be started or has not ended in time; it is killed then
     */
    static Result run(Path dir, Map<String, String> environment, Duration deadline, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        Process process = null;
        try {
            process = builder.start();
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ZoneException(command.get(0) + " has not ended within " + deadline.toSeconds() + " s");
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.exitValue(), output.strip());
        } catch (IOException e) {
            throw new ZoneException("can't run " + command.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ZoneException("interrupted while " + command.get(0) + " ran", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }
}
