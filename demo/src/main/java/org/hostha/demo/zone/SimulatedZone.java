package org.hostha.demo.zone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A running zone of simulated hosts, all below one directory. Hosts and BMCs are processes of their own; closing the
 * zone ends every one of them, and starting one first ends what a crashed run left in the directory.
 */
public final class SimulatedZone implements AutoCloseable {

    private static final Duration BOOT_PATIENCE = Duration.ofSeconds(60);
    private static final List<String> PROGRAMS = List.of("ipmi_sim", "ipmitool", "setsid", "flock");
    private static final Map<String, String> PACKAGES = Map.of("ipmi_sim", "openipmi", "ipmitool", "ipmitool",
            "setsid", "util-linux", "flock", "util-linux");

    private final Path dir;
    private final ZoneLayout layout;
    private final Map<String, Path> pools = new TreeMap<>();
    private final Map<String, SimulatedHost> hosts = new LinkedHashMap<>();
    private final VmAudit audit;

    private SimulatedZone(Path dir, ZoneLayout layout) {
        this.dir = dir;
        this.layout = layout;
        this.audit = new VmAudit(dir.resolve("bin/vm.sh"), dir.resolve("pools"));
    }

    /**
     * Starts a zone, and returns when every agent answers, every VM runs and every BMC says On.
     *
     * @param dir is emptied first
     * @throws ZoneException if a program is missing or something doesn't come up; nothing is left running then
     */
    public static SimulatedZone start(Path dir, ZoneLayout layout) {
        PROGRAMS.forEach(SimulatedZone::requireProgram);
        Path home = dir.toAbsolutePath().normalize();
        Leftovers.kill(home);
        Leftovers.delete(home);
        SimulatedZone zone = new SimulatedZone(home, layout);
        try {
            zone.build();
            zone.boot();
            return zone;
        } catch (IOException e) {
            zone.close();
            throw new ZoneException("can't build the zone in " + dir + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            zone.close();
            throw e;
        }
    }

    private static void requireProgram(String program) {
        boolean found = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!found) {
            throw new ZoneException(program + " is not installed: apt-get install " + PACKAGES.get(program));
        }
    }

    private void build() throws IOException {
        for (String script : List.of("chassis.sh", "vm.sh")) {
            try (InputStream source = SimulatedZone.class.getResourceAsStream(script)) {
                Files.createDirectories(dir.resolve("bin"));
                Files.copy(source, dir.resolve("bin").resolve(script));
            }
        }
        FreePorts ports = new FreePorts();
        Map<String, String> mark = Map.of(Leftovers.MARK, Leftovers.mark(dir));
        for (ZoneLayout.Cluster cluster : layout.clusters().toList()) {
            Map<String, Path> clusterPools = new TreeMap<>();
            for (String pool : cluster.pools()) {
                clusterPools.put(pool, Files.createDirectories(dir.resolve("pools").resolve(pool)));
            }
            pools.putAll(clusterPools);
            for (String host : cluster.hosts()) {
                SimulatedBmc bmc = new SimulatedBmc(dir, host, ports.udp(), mark);
                hosts.put(host, new SimulatedHost(dir, host, ports.tcp(), clusterPools, bmc, mark));
            }
        }
    }

    private void boot() {
        hosts().forEach(host -> {
            host.bmc().start();
            host.powerOn();
        });
        hosts().forEach(host -> await("the agent of " + host.name() + " to answer", host::agentAnswers));
        layout.clusters().flatMap(cluster -> cluster.vms().stream())
                .forEach(vm -> host(vm.host()).startVm(vm.name(), vm.pool()));
        hosts().forEach(host -> await("the BMC of " + host.name() + " to say On",
                () -> host.bmc().readPower().equals("On")));
        audit.start();
    }

    private static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > BOOT_PATIENCE.toNanos()) {
                throw new ZoneException("waited " + BOOT_PATIENCE.toSeconds() + " s in vain for " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ZoneException("interrupted while waiting for " + what, e);
            }
        }
    }

    public ZoneLayout layout() {
        return layout;
    }

    /** All hosts, in the order of the layout. */
    public Collection<SimulatedHost> hosts() {
        return Collections.unmodifiableCollection(hosts.values());
    }

    /** @throws ZoneException if there is no such host */
    public SimulatedHost host(String name) {
        SimulatedHost host = hosts.get(name);
        if (host == null) {
            throw new ZoneException("no host " + name + " in this zone, only " + hosts.keySet());
        }
        return host;
    }

    /** The directory of a pool. */
    public Path pool(String name) {
        return pools.get(name);
    }

    /** Watches since the zone was up. */
    public VmAudit audit() {
        return audit;
    }

    /**
     * Writes the inventory of the zone as it was at its start, for the server to read.
     *
     * @param settings global settings by their keys
     */
    public void writeInventory(Path file, Map<String, String> settings) {
        try {
            Files.writeString(file, InventoryFile.text(this, settings));
        } catch (IOException e) {
            throw new ZoneException("can't write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Ends every process of the zone. The files stay, for whoever wants to know what happened. */
    @Override
    public void close() {
        audit.close();
        Leftovers.kill(dir);
    }
}
