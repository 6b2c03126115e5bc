package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.server.db.Database;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

@Category(OnDatabase.class)
public class StartTest {

    private static final String INVENTORY = """
            zones:
              - name: demo
                pods:
                  - name: pod-1
                    clusters:
                      - name: cluster-1
                        hypervisor: KVM
                        pools: [ {name: nfs-1, path: /export/nfs-1, type: NetworkFilesystem} ]
                        hosts:
                          - {name: kvm-01, address: 10.0.0.1, agent: "http://127.0.0.1:1"}
                          - {name: kvm-02, address: 10.0.0.2, agent: "http://127.0.0.1:1"}
                        vms:
                          - {name: i-2-3-VM, host: kvm-01, pool: nfs-1, ha: %s}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path data;
    private Path inventory;

    @Before
    public void chooseFiles() {
        data = folder.getRoot().toPath().resolve("data");
        inventory = folder.getRoot().toPath().resolve("inventory.yaml");
    }

    private ServerOptions options(int port) {
        return TestDatabase.options(port, data, Optional.empty());
    }

    @Test
    public void aUsedPortIsNamedWithARemedy() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> HostHAServer.start(options(taken.getLocalPort())))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort()).hasMessageContaining("--port");
        }
        HostHAServer.start(options(0)).close();
    }

    @Test
    public void aDataDirectoryServesOneServerAtATime() {
        HostHAServer first = HostHAServer.start(options(0));
        try {
            assertThatThrownBy(() -> HostHAServer.start(options(0))).isInstanceOf(StartException.class)
                    .hasMessageContaining(data.toString()).hasMessageContaining("another server")
                    .hasMessageContaining("--data");
        } finally {
            first.close();
        }
    }

    @Test
    public void anInventoryThatIsNotThereIsNamed() {
        ServerOptions options = TestDatabase.options(0, data, Optional.of(inventory));

        assertThatThrownBy(() -> HostHAServer.start(options)).isInstanceOf(StartException.class)
                .hasMessageContaining(inventory.toString());
    }

    @Test
    public void aWrongInventoryIsRefusedWithLineFieldAndRemedyAndChangesNothing() throws IOException {
        Files.writeString(inventory, INVENTORY.formatted("perhaps"));
        ServerOptions options = TestDatabase.options(0, data, Optional.of(inventory));

        assertThatThrownBy(() -> HostHAServer.start(options)).isInstanceOf(StartException.class)
                .hasMessageContaining("line 13").hasMessageContaining("vms[0].ha")
                        .hasMessageContaining("write true or false");
        try (Database database = TestDatabase.open(data)) {
            assertThat(database.jdbc().sql("SELECT COUNT(*) FROM data_center").query(Integer.class).single()).isZero();
        }
    }

    @Test
    public void keysAreForTheirOwnerAloneAndSurviveARestart() throws IOException {
        HostHAServer.start(options(0)).close();
        Path file = data.resolve("admin.apikey");
        String keys = Files.readString(file);
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(Files.readAllLines(file).get(0)).startsWith("apikey=");
        assertThat(Files.readAllLines(file).get(1)).startsWith("secretkey=");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secret.key"))))
                .isEqualTo("rw-------");

        Files.delete(file);
        HostHAServer.start(options(0)).close();
        assertThat(Files.readString(file)).isEqualTo(keys);
    }

    @Test
    public void secretKeysAreStoredEncrypted() throws IOException {
        HostHAServer.start(options(0)).close();
        String secret = Files.readAllLines(data.resolve("admin.apikey")).get(1).substring("secretkey=".length());

        try (Database database = TestDatabase.open(data)) {
            assertThat(database.jdbc().sql("SELECT secret_key FROM `user` WHERE username = 'admin'").query(String.class)
                    .single()).isNotEmpty().doesNotContain(secret);
        }
    }

    @Test
    public void aReappliedInventoryMovesNoVm() throws IOException {
        Files.writeString(inventory, INVENTORY.formatted("true"));
        try (TestServer server = new TestServer(data, inventory)) {
            assertThat(vm(server.client(), "hostname")).isEqualTo("kvm-01");
            server.server().bean(Database.class).jdbc().sql("UPDATE vm_instance SET host_id = 2").update();
        }

        Files.writeString(inventory, INVENTORY.formatted("false"));
        try (TestServer server = new TestServer(data, inventory)) {
            assertThat(vm(server.client(), "hostname")).isEqualTo("kvm-02");
            assertThat(vm(server.client(), "haenable")).isEqualTo("false");
            assertThat(server.client().list("listHosts", Map.of(), "host")).hasSize(2);
            assertThat(server.client().list("listStoragePools", Map.of(), "storagepool")).hasSize(1);
        }
    }

    @Test
    public void aReappliedInventoryChangesAddressesAddsHostsAndLeavesAloneWhatItDoesNotName() throws IOException {
        Files.writeString(inventory, INVENTORY.formatted("true"));
        new TestServer(data, inventory).close();
        Files.writeString(inventory, INVENTORY.formatted("true").replace("10.0.0.2", "10.0.0.9").replace("kvm-01", "kvm-03")
                .replace("10.0.0.1", "10.0.0.3"));
        for (int times = 0; times < 2; times++) {
            try (TestServer server = new TestServer(data, inventory)) {
                assertThat(server.client().list("listHosts", Map.of(), "host"))
                        .extracting(host -> host.get("name").asText() + " " + host.get("ipaddress").asText())
                        .containsExactly("kvm-01 10.0.0.1", "kvm-02 10.0.0.9", "kvm-03 10.0.0.3");
                assertThat(vm(server.client(), "hostname")).isEqualTo("kvm-01");
            }
        }
    }

    @Test
    public void theFirstPasswordMayComeFromAFileAndMustNotBeShort() throws Exception {
        Path file = Files.writeString(folder.getRoot().toPath().resolve("password"), "short\n");
        ServerOptions options = options(0).withAdminPassword(Optional.of(file));
        assertThatThrownBy(() -> HostHAServer.start(options)).isInstanceOf(StartException.class)
                .hasMessageContaining("is shorter than 8 characters").hasMessageContaining("Write a longer one");

        Files.writeString(file, "from a file\n");
        try (HostHAServer server = HostHAServer.start(options)) {
            assertThat(server.firstPassword()).isEmpty();
            HttpRequest login = HttpRequest.newBuilder(URI.create(server.endpoint()))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("command=login&username=admin&password=from+a+file")).build();
            assertThat(HttpClient.newHttpClient().send(login, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }

    private static String vm(CloudStackClient client, String field) {
        return client.list("listVirtualMachines", Map.of(), "virtualmachine").get(0).get(field).asText();
    }

    @Test
    public void aJobThatACrashInterruptedIsMarkedAsFailed() throws IOException {
        String job = UUID.randomUUID().toString();
        new TestServer(data, null).close();
        try (Database database = TestDatabase.open(data)) {
            database.jdbc().sql("INSERT INTO async_job (uuid, user_id, account_id, job_cmd, job_executing_msid,"
                    + " created) SELECT ?, 2, 2, 'x', msid, NOW() FROM mshost").param(job).update();
        }

        try (TestServer server = new TestServer(data, null)) {
            assertThat(server.client().call("queryAsyncJobResult", Map.of("jobid", job)).get("jobstatus").asInt())
                    .isEqualTo(2);
            assertThat(server.client().call("queryAsyncJobResult", Map.of("jobid", job)).at("/jobresult/errortext")
                    .asText())
                    .contains("interrupted");
        }
    }
}
