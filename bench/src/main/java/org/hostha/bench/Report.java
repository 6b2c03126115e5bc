package org.hostha.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Markdown on the screen, and at the end in a file beside other reports. */
final class Report {

    private final StringBuilder text = new StringBuilder();

    void line(String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        System.out.println(line);
        text.append(line).append('\n');
    }

    /** The machine, as it names itself. */
    void machine() throws IOException {
        String cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(l -> l.startsWith("model name"))
                .findFirst()
                .map(l -> l.substring(l.indexOf(':') + 2)).orElse("unknown CPU");
        String memory = Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("\\D+", "");
        line("- machine: %s, %d cores (a virtual machine, shared with other work), %d GiB; Linux %s", cpu,
                Runtime.getRuntime().availableProcessors(), Long.parseLong(memory) >> 20,
                System.getProperty("os.version"));
        line("- Java %s, %s, %s", System.getProperty("java.runtime.version"), firstLine("ipmitool", "-V"),
                firstLine("dpkg-query", "-W", "-f", "${Package} ${Version}", "openipmi"));
    }

    private static String firstLine(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return output.lines().findFirst().orElse("");
    }

    /** Writes it into the file, in the place of an earlier report with the same title. */
    void save(Path file) throws IOException {
        String title = text.substring(0, text.indexOf("\n") + 1);
        String others = Files.exists(file) ? Files.readString(file) : "";
        Pattern earlier = Pattern.compile("(?ms)^" + Pattern.quote(title) + ".*?(?=^# |\\z)");
        String kept = earlier.matcher(others).replaceFirst("").stripTrailing();
        Files.writeString(file, kept.isEmpty() ? text.toString() : kept + "\n\n" + text);
    }
}
