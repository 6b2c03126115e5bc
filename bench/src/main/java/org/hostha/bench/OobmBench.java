package org.hostha.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.ipmi.IpmiDriver;
import org.hostha.oobm.ipmi.IpmiOptions;
import org.hostha.oobm.ipmitool.IpmitoolDriver;
import org.hostha.oobm.spi.PowerReader.Session;

/**
 * The benchmark {@code oobm}: reading power in every way that is to be had, on the same simulators in one run; then ten
 * thousand BMCs and a thousand force-offs with the native driver. Each measurement has a Java process of its own.
 *
 * <p>Arguments: the number of ipmi_sim processes (200), the number of fake BMCs (10000), the file for the tables
 * (none).
 */
public final class OobmBench {

    private static final String CHILD = "--measure";
    private static final List<Integer> IN_FLIGHT = List.of(1, 50, 200);
    private static final int WARM_UP_SECONDS = 5;
    private static final int SECONDS = 6;

    private OobmBench() {
    }

    public static void main(String[] args) throws Exception {
        if (args.length == 3 && args[0].equals(CHILD)) {
            measure(args[1], Integer.parseInt(args[2]));
        } else {
            int sims = args.length > 0 ? Integer.parseInt(args[0]) : 200;
            int fakes = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
            report(sims, fakes, args.length > 2 ? Optional.of(Path.of(args[2])) : Optional.empty());
        }
        System.exit(0);
    }

    private static void report(int sims, int fakes, Optional<Path> file) throws Exception {
        Report report = new Report();
        report.line("# Out-of-band management, measured");
        report.line("");
        report.line("Written by `./hostha bench oobm %d %d bench/RESULTS.md`, %s.", sims, fakes,
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
        report.line("");
        report.machine();
        try (SimFleet fleet = new SimFleet(sims)) {
            compare(report, fleet.endpoints());
        }
        Child.run(report, "-Xmx1g", List.of(), Scale.class, Integer.toString(fakes));
        if (file.isPresent()) {
            report.save(file.get());
        }
    }

    private static Map<String, Callable<Contender>> contenders(BmcEndpoint any) {
        IpmiOptions suite3 = IpmiOptions.defaults().withCipherSuites(3);
        Map<String, Callable<Contender>> all = new LinkedHashMap<>();
        all.put("native, session kept", () -> new DriverContender(new IpmiDriver(suite3), Session.ANY));
        all.put("native, new session", () -> new DriverContender(new IpmiDriver(suite3), Session.FRESH));
        all.put("our ipmitool driver", () -> new DriverContender(new IpmitoolDriver(Settings.defaults()),
                Session.FRESH));
        all.put("plain ipmitool", () -> new PlainIpmitool(any));
        all.put("bare datagrams, no IPMI", BareDatagrams::new);
        all.put("ipmi-java, session kept", () -> new IpmiJava(true));
        all.put("ipmi-java, new session", () -> new IpmiJava(false));
        return all;
    }

    private static void compare(Report report, List<BmcEndpoint> bmcs) throws Exception {
        report.line("");
        report.line("## Reading power: %d ipmi_sim processes, cipher suite 3", bmcs.size());
        report.line("");
        report.line("CPU is that of the reading process and its children, not of the simulators. \"Bare datagrams\" read"
                + " nothing: a ping and its pong, which is what any way over UDP costs at least. \"Heap\" is what the"
                + " threads alive at the end allocated. \"Stuck\" are slots in which nothing ended during the %d s"
                + " measured.", SECONDS);
        report.line("");
        heading(report);
        for (String name : contenders(bmcs.get(0)).keySet()) {
            for (int inFlight : IN_FLIGHT) {
                Child.run(report, "-Xmx512m", bmcs.stream().limit(inFlight).map(BmcEndpoint::port).toList(),
                        OobmBench.class, CHILD, name, Integer.toString(inFlight));
            }
        }
    }

    static void heading(Report report) {
        report.line("| way | in flight | ops/s | failed | stuck | CPU ms/op | heap KiB/op | p50 ms | p99 ms | max ms"
                + " | threads | peak RSS MiB |");
        report.line("|---|---|---|---|---|---|---|---|---|---|---|---|");
    }

    static void row(Report report, String name, int inFlight, Load.Result result) throws IOException {
        report.line("| %s | %d | %.0f | %d | %d | %.3f | %.1f | %.2f | %.2f | %.1f | %d | %d |", name, inFlight,
                result.perSecond(), result.failed(), result.stuck(), result.cpuMillisPerOperation(),
                result.used().allocatedBytes() / 1024.0 / Math.max(1, result.done()), result.p50() / 1e6,
                result.p99() / 1e6,
                result.max() / 1e6, result.threads(), Usage.peakMemoryMiB());
    }

    private static void measure(String name, int inFlight) throws Exception {
        List<BmcEndpoint> bmcs = new BufferedReader(new InputStreamReader(System.in)).lines()
                .map(port -> new BmcEndpoint("127.0.0.1", port, "admin", Secret.of("s3cret-word"), Optional.empty()))
                .toList();
        try (Contender contender = contenders(bmcs.get(0)).get(name).call()) {
            row(new Report(), name, inFlight, new Load(contender, bmcs, bmcs.size()).run(WARM_UP_SECONDS, SECONDS));
        }
    }
}
