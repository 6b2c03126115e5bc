package org.hostha.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A Java process of its own for a measurement, so that none bears what another has left behind. */
final class Child {

    private Child() {
    }

    /**
     * Runs {@code main} and takes what it prints into the report.
     *
     * @param option for the Java virtual machine
     * @param input lines for its standard input
     */
    static void run(Report report, String option, List<String> input, Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), option,
                "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Arrays.asList(arguments));
        Process child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Runtime.getRuntime().addShutdownHook(new Thread(child::destroyForcibly));
        try (PrintStream lines = new PrintStream(child.getOutputStream())) {
            input.forEach(lines::println);
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(child.getInputStream()))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                report.line("%s", line);
            }
        }
        child.waitFor();
    }
}
