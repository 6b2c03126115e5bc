package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs programs that check what we ship. */
final class Tool {

    private Tool() {
    }

    /**
     * Runs a program to its end, which must be a good one.
     *
     * @param input its standard input
     * @return all that it has printed
     */
    static String run(List<String> command, String input) throws IOException, InterruptedException {
        Path given = Files.createTempFile("given", "");
        try {
            Files.writeString(given, input);
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(given.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s%n%s", command, output).isZero();
            return output.strip();
        } finally {
            Files.delete(given);
        }
    }
}
