package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.hostha.cloudstack.client.ApiKey;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.cloudstack.client.RequestSigner;
import org.hostha.cloudstack.client.SignatureVersion;
import org.hostha.server.db.Database;
import org.hostha.testkit.IpmiSim;

/**
 * Two hosts with real BMCs, of which the first falls silent with its power on and a VM on it, and real server processes
 * that are killed on the way. What must be true at every moment is looked at again and again.
 */
final class Fence implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration JOB = Duration.ofSeconds(20);
    private static final String VM = "i-2-3-VM";

    /** The wall of a fence's command, and what a BMC may take after it. */
    private static final Duration WALL_AND_SETTLING = Duration.ofSeconds(3 + 5);

    private final Path folder;
    private final StopPoint point;
    private final String signal;
    private final Optional<String> database;
    private final IpmiSim bmc = IpmiSim.start("admin", "f3nce-word", "00112233445566778899aabbccddeeff");
    private final IpmiSim other = IpmiSim.start("admin", "f3nce-word", "ff112233445566778899aabbccddeeff");
    private final FakeAgent silent = new FakeAgent(VM);
    private final FakeAgent target = new FakeAgent();
    private final List<ServerProcess> servers = new ArrayList<>();
    private long killedAt;
    private int commandsWhenKilled;

    /**
     * @param signal what a server does to itself at the point: KILL or STOP
     * @param database URL of a database server, empty for the embedded one
     */
    Fence(Path folder, StopPoint point, String signal, Optional<String> database) throws IOException {
        this.signal = signal;
        this.folder = Files.createDirectories(folder);
        this.point = point;
        this.database = database;
        Files.writeString(folder.resolve("inventory.yaml"), """
                zones:
                  - name: zone
                    pods:
                      - name: pod
                        clusters:
                          - name: cluster
                            hypervisor: KVM
                            pools: [ {name: nfs, path: /export/nfs, type: NetworkFilesystem} ]
                            hosts:
                              - {name: kvm-01, address: 10.0.0.1, agent: "%s"}
                              - {name: kvm-02, address: 10.0.0.2, agent: "%s"}
                            vms:
                              - {name: %s, host: kvm-01, pool: nfs, ha: true}
                settings:
                  ha.startup.hold.off: 1
                  ha.manager.timeout: 3
                  ping.interval: 1
                  kvm.ha.health.check.interval: 1
                  kvm.ha.health.check.timeout: 1
                  kvm.ha.activity.check.interval: 1
                  kvm.ha.activity.check.timeout: 1
                  kvm.ha.unknown.policy: fence
                  kvm.ha.unknown.fence.after: 2
                  kvm.ha.recover.failure.threshold: 0
                  kvm.ha.fence.timeout: 3
                  kvm.ha.fence.retry.interval: 1
                  kvm.ha.recover.timeout: 3
                  vm.ha.start.timeout: 3
                """.formatted(silent.uri(), target.uri(), VM));
    }

    /** Starts a server with a data directory of its own name. */
    ServerProcess start(String name) throws Exception {
        ServerProcess server = new ServerProcess(name);
        servers.add(server);
        return server;
    }

    /** Out-of-band management and HA of both hosts, over the API. */
    void configure(ServerProcess server) {
        CloudStackClient client = server.client();
        for (JsonNode host : client.list("listHosts", Map.of("type", "Routing"), "host")) {
            String id = host.path("id").asText();
            IpmiSim its = host.path("name").asText().equals("kvm-01") ? bmc : other;
            client.call("configureOutOfBandManagement", Map.of("hostid", id, "driver", "ipmi", "address", "127.0.0.1",
                    "port", its.endpoint().port(), "username", "admin", "password", "f3nce-word"));
            client.run("enableOutOfBandManagementForHost", Map.of("hostid", id), JOB);
            client.run("configureHAForHost", Map.of("hostid", id, "provider", "kvmhaprovider"), JOB);
            client.run("enableHAForHost", Map.of("hostid", id), JOB);
        }
        await("both hosts are Available", () -> client.list("listHosts", Map.of("type", "Routing"), "host").stream()
                .allMatch(host -> host.at("/hostha/hastate").asText().equals("Available")));
    }

    /** The host's system is gone; its power is on, and its VM may be at work. */
    void silence() {
        silent.close();
        if (point == StopPoint.RESTART_ASKED) {
            target.beforeStart(() -> servers.forEach(ServerProcess::kill));
        }
    }

    /** Waits until one of the servers has died at the point. */
    ServerProcess awaitDeath() {
        await("a server has been killed at " + point, () -> servers.stream().anyMatch(server -> !server.isAlive()));
        killedAt = System.nanoTime();
        commandsWhenKilled = bmc.commands().size();
        target.beforeStart(() -> { });
        return servers.stream().filter(server -> !server.isAlive()).findFirst().orElseThrow();
    }

    /** Waits until one of the servers has been paused at the point. */
    ServerProcess awaitPause() {
        await("a server has been paused at " + point, () -> servers.stream().anyMatch(ServerProcess::isPaused));
        killedAt = System.nanoTime();
        commandsWhenKilled = bmc.commands().size();
        return servers.stream().filter(ServerProcess::isPaused).findFirst().orElseThrow();
    }

    /** Lets the paused server go on, and looks on for longer than anything that it still has in hand could take. */
    void resume(ServerProcess paused) {
        paused.signal("CONT");
        long resumed = System.nanoTime();
        await("it had the time to do harm", () -> System.nanoTime() - resumed > WALL_AND_SETTLING.toNanos());
    }

    /** Waits until all is done, as a fence without a death ends, and looks at what was done on the way. */
    void mustEndWell(ServerProcess server) {
        CloudStackClient client = server.client();
        await("the host is Fenced and its VM runs on the other one", () -> hostIs(client, "Fenced")
                && target.vms().contains(VM) && vm(client).path("state").asText().equals("Running"));
        await("the host is in maintenance", () -> client.list("listHosts", Map.of("name", "kvm-01"), "host").get(0)
                .path("resourcestate").asText().equals("Maintenance"));
        assertThat(vm(client).path("hostname").asText()).isEqualTo("kvm-02");
        assertThat(bmc.isOn()).isFalse();
        assertThat(bmc.commands()).as("power commands that arrived").containsOnly("power 0")
                .hasSizeBetween(1, commandsWhenKilled + 1);
        assertThat(target.starts()).as("starts of the VM").containsExactly(VM);
        assertThat(other.commands()).as("the other host's").isEmpty();
        await("nothing is left to do", () -> client.call("explainHostHA", Map.of("hostid",
                client.list("listHosts", Map.of("name", "kvm-01"), "host").get(0).path("id").asText()))
                .at("/hosthaexplanation/reason").asText().contains("VMs released"));
    }

    /** After the servers have stopped: the rows say the same. */
    void mustBeClosedInTheDatabase(String name) {
        servers.forEach(ServerProcess::stop);
        try (Database rows = database.map(url -> Database.connect(url, "root", Optional.empty()))
                .orElseGet(() -> Database.open(folder.resolve(name)))) {
            assertThat(rows.jdbc().sql("SELECT COUNT(*) FROM hostha_case WHERE order_id IS NOT NULL"
                    + " OR release_id IS NOT NULL OR custody <> 0 OR permit_cluster IS NOT NULL").query(Integer.class)
                    .single()).as("open cases").isZero();
            assertThat(rows.jdbc().sql("SELECT step FROM op_ha_work").query(String.class).list())
                    .as("restarts that were owed").containsExactly("Done");
        }
    }

    private boolean hostIs(CloudStackClient client, String state) {
        return client.list("listHosts", Map.of("name", "kvm-01"), "host").get(0).at("/hostha/hastate").asText()
                .equals(state);
    }

    private static JsonNode vm(CloudStackClient client) {
        return client.list("listVirtualMachines", Map.of("listall", "true"), "virtualmachine").get(0);
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            mustBeTrueAlways();
            assertThat(System.nanoTime()).as("%s: it never came to be that %s; see %s", point, what, folder)
                    .isLessThan(end);
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void mustBeTrueAlways() {
        // In this order: nobody turns the power on again, so a host that has it had it when its VM was seen elsewhere.
        assertThat(!target.vms().isEmpty() && bmc.isOn()).as("the VM is started while its host has power").isFalse();
        List<String> arrived = bmc.commands();
        boolean wallHasPassed = System.nanoTime() - killedAt > WALL_AND_SETTLING.toNanos();
        if (killedAt != 0 && commandsWhenKilled > 0 && !wallHasPassed) {
            assertThat(arrived).as("a command repeated before what was sent could no longer arrive")
                    .hasSize(commandsWhenKilled);
        }
    }

    @Override
    public void close() {
        servers.forEach(ServerProcess::kill);
        servers.forEach(ServerProcess::tellLog);
        target.close();
        bmc.close();
        other.close();
    }

    /** A server in a JVM of its own. */
    final class ServerProcess {

        private final Process process;
        private final Path data;
        private final Path log;
        private CloudStackClient client;

        private ServerProcess(String name) throws IOException {
            data = folder.resolve(name);
            log = folder.resolve(name + "-" + servers.size() + ".log");
            shareKey();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx160m",
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dhostha.test.signal=" + signal, "-cp", System.getProperty("java.class.path"),
                    StoppableServer.class.getName(), point.name(), folder.resolve("reached").toString(),
                    data.toString(), folder.resolve("inventory.yaml").toString()));
            database.ifPresent(command::add);
            process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(Redirect.to(log.toFile())).start();
        }

        /** Servers on one database read the secrets in it with one key. */
        private void shareKey() throws IOException {
            if (!servers.isEmpty() && Files.notExists(data)) {
                Files.createDirectories(data);
                Files.copy(servers.get(0).data.resolve("secret.key"), data.resolve("secret.key"),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }

        /** Once the server takes requests; a server that dies before that is told by its log. */
        CloudStackClient client() {
            if (client == null) {
                await("the server is up: " + log, () -> endpoint().isPresent() || !process.isAlive());
                client = new CloudStackClient(endpoint().orElseThrow(() -> new IllegalStateException("see " + log)),
                        new RequestSigner(key(), SignatureVersion.V3, InstantSource.system()), JOB,
                        Duration.ofMillis(50));
            }
            return client;
        }

        private Optional<URI> endpoint() {
            try {
                return Files.readAllLines(log).stream().filter(line -> line.startsWith("ready: "))
                        .map(line -> URI.create(line.substring("ready: ".length()))).findFirst();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private ApiKey key() {
            try {
                return MadeSecrets.ofServer(data);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** State T of Linux: stopped by a signal. */
        boolean isPaused() {
            try {
                String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
                return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
            } catch (IOException e) {
                throw new IllegalStateException("see " + log, e);
            }
        }

        void signal(String name) {
            try {
                assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor()).isZero();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean isAlive() {
            return process.isAlive();
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }

        /** In the test's own report, where it is searched for secrets. */
        private void tellLog() {
            try {
                System.out.println(Files.readString(log));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        void stop() {
            process.destroy();
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it stops when it is told to").isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
