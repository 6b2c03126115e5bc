package org.hostha.ha.kvm.ssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.hostha.ha.kvm.spi.VmDisk;

/**
 * What goes over the wire, as {@code host/probe} describes it: lines of fields separated by tabs, an {@code end} after the
 * last. An answer without its end, or with a line that means nothing, is no answer at all.
 */
final class ProbeProtocol {

    /** The probe said something else than an answer. */
    static final class NonsenseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NonsenseException(String message) {
            super(message);
        }
    }

    static final String REPORT = "report\n";

    private static final String VERSION = "probe\t1";

    private ProbeProtocol() {
    }

    /** Disks whose names can't be written on a line are left out: to look at fewer disks only shows less life. */
    static String observe(String suspectAddress, List<VmDisk> disks, Duration deadline) {
        StringBuilder question = new StringBuilder("observe\t").append(suspectAddress).append('\t')
                .append(Math.max(1, deadline.toSeconds())).append('\n');
        for (VmDisk disk : disks) {
            if (isPlain(disk.pool()) && isPlain(disk.path())) {
                question.append("disk\t").append(disk.pool()).append('\t').append(disk.path()).append('\n');
            }
        }
        return question.append("end\n").toString();
    }

    private static boolean isPlain(String text) {
        return !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
    }

    /** @throws NonsenseException when it is not an answer to {@link #REPORT} */
    static AgentReport report(String answer) {
        String boot = null;
        Optional<Duration> period = Optional.empty();
        List<String> vms = new ArrayList<>();
        for (String[] line : lines(answer)) {
            switch (line[0]) {
                case "boot" -> boot = value(line);
                case "period" -> period = Optional.of(Duration.ofSeconds(number(line)));
                case "vm" -> vms.add(value(line));
                default -> throw nonsense(line);
            }
        }
        if (boot == null) {
            throw new NonsenseException("the probe told no boot id");
        }
        return new AgentReport(boot, vms, period);
    }

    /** @throws NonsenseException when it is not an answer to {@link #observe} */
    static List<PoolObservation> observations(String answer) {
        List<PoolObservation> pools = new ArrayList<>();
        Sight sight = null;
        for (String[] line : lines(answer)) {
            if (line[0].equals("pool")) {
                add(sight, pools);
                sight = new Sight(value(line));
            } else if (sight == null || !sight.takes(line)) {
                throw nonsense(line);
            }
        }
        add(sight, pools);
        return pools;
    }

    private static void add(Sight sight, List<PoolObservation> pools) {
        if (sight != null) {
            pools.add(sight.observation());
        }
    }

    /** One pool, while its lines come in. */
    private static final class Sight {
        private final String pool;
        private final Map<String, String> disks = new HashMap<>();
        private Optional<String> heartbeat = Optional.empty();
        private Optional<String> error = Optional.empty();
        private Optional<String> own = Optional.empty();

        Sight(String pool) {
            this.pool = pool;
        }

        boolean takes(String[] line) {
            switch (line[0]) {
                case "heartbeat" -> heartbeat = Optional.of(value(line));
                case "error" -> error = Optional.of(value(line));
                case "own" -> own = Optional.of(value(line));
                case "disk" -> {
                    if (line.length != 3) {
                        return false;
                    }
                    disks.put(line[1], line[2]);
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        PoolObservation observation() {
            PoolObservation seen = error.map(what -> PoolObservation.failed(pool, what))
                    .orElseGet(() -> PoolObservation.seen(pool, heartbeat, disks));
            return own.map(seen::withOwn).orElse(seen);
        }
    }

    private static List<String[]> lines(String answer) {
        List<String> lines = answer.lines().toList();
        if (lines.size() < 2 || !lines.get(0).equals(VERSION) || !lines.get(lines.size() - 1).equals("end")) {
            throw new NonsenseException("the probe's answer is not complete: " + shortened(answer));
        }
        return lines.subList(1, lines.size() - 1).stream().map(line -> line.split("\t", -1)).toList();
    }

    private static String value(String[] line) {
        if (line.length != 2 || line[1].isBlank()) {
            throw nonsense(line);
        }
        return line[1];
    }

    private static long number(String[] line) {
        try {
            return Long.parseLong(value(line));
        } catch (NumberFormatException e) {
            throw nonsense(line);
        }
    }

    private static NonsenseException nonsense(String[] line) {
        return new NonsenseException("the probe's answer has a line that means nothing: "
                + shortened(String.join(" ", line)));
    }

    static String shortened(String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.isEmpty() ? "nothing" : "'" + (line.length() > 100 ? line.substring(0, 100) + "..." : line) + "'";
    }
}
