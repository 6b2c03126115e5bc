package org.hostha.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.testkit.bmc.FakeBmc;
import org.hostha.testkit.bmc.FakeBmcHost;

/** Thousands of the testkit's BMCs in a process of their own, so that their work is not counted as the driver's. */
final class FakeFleet implements AutoCloseable {

    private static final int THREADS = 2;

    private final Process process;
    private final List<BmcEndpoint> endpoints = new ArrayList<>();

    /** @param silentEvery each BMC of this number never answers; @param offTakes how long a machine takes to go off */
    FakeFleet(int size, int silentEvery, Duration offTakes) throws IOException {
        process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx2g",
                "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), FakeFleet.class.getName(), Integer.toString(size),
                Integer.toString(silentEvery), Long.toString(offTakes.toMillis()))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader ports = new BufferedReader(new InputStreamReader(process.getInputStream()));
        for (int i = 0; i < size; i++) {
            endpoints.add(new BmcEndpoint("127.0.0.1", ports.readLine(), "admin", Secret.of("s3cret-word"),
                    Optional.empty()));
        }
    }

    List<BmcEndpoint> endpoints() {
        return endpoints;
    }

    /** Ends when its standard input does. */
    public static void main(String[] args) throws IOException {
        List<FakeBmcHost> hosts = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            hosts.add(new FakeBmcHost());
        }
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            FakeBmc bmc = hosts.get(i % THREADS).add(0, i);
            bmc.powerDelays(Duration.ofMillis(Long.parseLong(args[2])), Duration.ofSeconds(1));
            bmc.faults().silent(i % Integer.parseInt(args[1]) == 0);
            System.out.println(bmc.port());
        }
        System.out.flush();
        while (System.in.read() >= 0) {
            // Nothing is said, only the end matters.
        }
        hosts.forEach(FakeBmcHost::close);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
