package org.hostha.demo.zone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Linux's process table, read from {@code /proc} (see proc(5)). Zombies count as gone. */
final class ProcessTable {

    private static final Path PROC = Path.of("/proc");
    private static final String NUL = "\0";

    /**
     * One process. A pid is used again some day; pid and start time together are not.
     *
     * @param startTime clock ticks since the machine booted
     */
    record Entry(long pid, long parent, long startTime, boolean stopped, List<String> command) {
    }

    private ProcessTable() {
    }

    /** All processes whose command line is readable. */
    static List<Entry> all() {
        List<Entry> entries = new ArrayList<>();
        for (long pid : pids()) {
            entry(pid).ifPresent(entries::add);
        }
        return entries;
    }

    static Optional<Entry> entry(long pid) {
        try {
            String stat = read(pid, "stat");
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            String state = fields[0];
            List<String> command = List.of(read(pid, "cmdline").split(NUL));
            if (state.equals("Z") || state.equals("X")) {
                return Optional.empty();
            }
            return Optional.of(new Entry(pid, Long.parseLong(fields[1]), Long.parseLong(fields[19]), state.equals("T"),
                    command));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The processes that were started with this variable in their environment, or inherited it. */
    static List<Long> marked(String variable, String value) {
        String mark = NUL + variable + "=" + value + NUL;
        List<Long> marked = new ArrayList<>();
        for (long pid : pids()) {
            try {
                if ((NUL + read(pid, "environ") + NUL).contains(mark)) {
                    marked.add(pid);
                }
            } catch (IOException e) {
                continue;
            }
        }
        return marked;
    }

    /** Variables and values, as far as they may be read. */
    static String environment(long pid) {
        try {
            return read(pid, "environ").replace(NUL, "\n");
        } catch (IOException e) {
            return "";
        }
    }

    private static List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            entries.forEach(entry -> pids.add(Long.parseLong(entry.getFileName().toString())));
        } catch (IOException e) {
            throw new ZoneException("can't read /proc: the simulated zone needs Linux", e);
        }
        return pids;
    }

    private static String read(long pid, String file) throws IOException {
        return new String(Files.readAllBytes(PROC.resolve(pid + "/" + file)), StandardCharsets.UTF_8);
    }
}
