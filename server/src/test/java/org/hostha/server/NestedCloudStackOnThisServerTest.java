package org.hostha.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.hostha.cloudstack.client.ApiKey;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.cloudstack.client.RequestSigner;
import org.hostha.cloudstack.client.SignatureVersion;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.nestedcloudstack.NestedCloudStackDriver;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.testkit.DriverConformanceKit;
import org.hostha.testkit.SimulatedBmc;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.rules.TemporaryFolder;

/** The conformance kit for hosts that are virtual machines of this server, which runs in a process of its own. */
public class NestedCloudStackOnThisServerTest extends DriverConformanceKit {

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final Duration JOB = Duration.ofSeconds(30);
    /** One for each BMC of each test. */
    private static final int MACHINES = 60;
    private static final Queue<String> UNUSED = new ArrayDeque<>();

    private static FakeAgent agent;
    private static Process process;
    private static URI url;
    private static ApiKey key;
    private static CloudStackClient client;

    @BeforeClass
    public static void startServer() throws Exception {
        List<String> names = IntStream.rangeClosed(1, MACHINES).mapToObj(number -> "i-2-" + number + "-VM").toList();
        agent = new FakeAgent(names.toArray(String[]::new));
        Path folder = FOLDER.getRoot().toPath();
        Path inventory = Files.writeString(folder.resolve("inventory.yaml"), """
                zones:
                  - name: outer
                    pods:
                      - name: pod
                        clusters:
                          - name: cluster
                            hypervisor: KVM
                            pools: [ {name: nfs, path: /export/nfs, type: NetworkFilesystem} ]
                            hosts: [ {name: kvm-01, address: 10.0.0.1, agent: "%s"} ]
                            vms:
                %s
                settings: {ping.interval: 1}
                """.formatted(agent.uri(), names.stream()
                .map(name -> "              - {name: " + name + ", host: kvm-01, pool: nfs}").collect(Collectors.joining("\n"))));
        Path log = folder.resolve("server.log");
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx160m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                ServerMain.class.getName(), "--port", "0", "--data", folder.resolve("data").toString(), "--inventory",
                inventory.toString()).redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile())).start();
        Awaitility.await().atMost(PLENTY).until(() -> ready(log).isPresent() || !process.isAlive());
        url = ready(log).orElseThrow(() -> new IllegalStateException(text(log)));
        key = MadeSecrets.ofServer(folder.resolve("data"));
        client = new CloudStackClient(url, new RequestSigner(key, SignatureVersion.V3, InstantSource.system()), JOB,
                Duration.ofMillis(50));
        Awaitility.await().atMost(PLENTY).until(() -> client.list("listHosts", Map.of(), "host").get(0).path("state")
                .asText().equals("Up"));
        client.list("listVirtualMachines", Map.of("listall", "true"), "virtualmachine")
                .forEach(vm -> UNUSED.add(vm.path("id").asText()));
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<URI> ready(Path log) {
        return text(log).lines().filter(line -> line.startsWith("ready: "))
                .map(line -> URI.create(line.substring("ready: ".length()))).findFirst();
    }

    @AfterClass
    public static void stopServer() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        agent.close();
        System.out.println(text(FOLDER.getRoot().toPath().resolve("server.log")));
    }

    @Override
    protected OutOfBandManagementDriver newDriver() {
        return new NestedCloudStackDriver();
    }

    @Override
    protected SimulatedBmc newBmc() {
        try {
            return new Machine(UNUSED.remove(), new Relay(url.getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected BmcEndpoint endpointOn(int port) {
        return new BmcEndpoint("http://127.0.0.1:" + port + "/client/api", UNUSED.peek(), key.apiKey(),
                Secret.of(key.secretKey()), Optional.empty());
    }

    /** A virtual machine that is somebody's host, reached over a line of its own. */
    private static final class Machine implements SimulatedBmc {

        private final String id;
        private final String name;
        private final Relay line;
        private long byOthers;

        Machine(String id, Relay line) {
            this.id = id;
            this.line = line;
            JsonNode vm = client.list("listVirtualMachines", Map.of("id", id), "virtualmachine").get(0);
            name = vm.path("instancename").asText();
        }

        @Override
        public BmcEndpoint endpoint() {
            return new BmcEndpoint("http://127.0.0.1:" + line.port() + url.getPath(), id, key.apiKey(),
                    Secret.of(key.secretKey()), Optional.empty());
        }

        @Override
        public boolean isOn() {
            return agent.vms().contains(name);
        }

        @Override
        public void setOn(boolean on) {
            client.run(on ? "startVirtualMachine" : "stopVirtualMachine", Map.of("id", id), JOB);
            byOthers = orders().size();
        }

        @Override
        public List<String> commands() {
            return orders().stream().skip(byOthers).toList();
        }

        private List<String> orders() {
            return agent.orders().stream().filter(order -> order.endsWith(" " + name)).toList();
        }

        @Override
        public void freeze() {
            line.freeze();
        }

        @Override
        public void thaw() {
            line.thaw();
        }

        @Override
        public void close() {
            try {
                line.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
