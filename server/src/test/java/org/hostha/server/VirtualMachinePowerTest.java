package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.hostha.cloudstack.client.CloudStackClient;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Users start and stop VMs over the API, on hosts that obey, refuse, or don't answer. */
@Category(OnDatabase.class)
public class VirtualMachinePowerTest {

    private static final Duration JOB = Duration.ofSeconds(30);
    private static final String VM = "i-2-3-VM";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private FakeAgent first;
    private FakeAgent second;
    private TestServer server;
    private CloudStackClient client;

    @Before
    public void start() throws Exception {
        first = new FakeAgent(VM);
        second = new FakeAgent();
        Path inventory = Files.writeString(folder.getRoot().toPath().resolve("inventory.yaml"), """
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
                settings: {ping.interval: 1, vm.ha.start.timeout: 5}
                """.formatted(first.uri(), second.uri(), VM));
        server = new TestServer(folder.getRoot().toPath().resolve("data"), inventory);
        client = server.client();
        await().atMost(JOB).until(() -> client.list("listHosts", Map.of(), "host").stream()
                .allMatch(host -> host.path("state").asText().equals("Up")));
    }

    @After
    public void stop() {
        server.close();
        first.close();
        second.close();
    }

    private JsonNode vm() {
        return client.list("listVirtualMachines", Map.of("listall", "true"), "virtualmachine").get(0);
    }

    private JsonNode run(String command, String... more) {
        Map<String, String> parameters = more.length == 0 ? Map.of("id", vm().path("id").asText())
                : Map.of("id", vm().path("id").asText(), more[0], more[1]);
        return client.run(command, parameters, JOB).path("virtualmachine");
    }

    @Test
    public void aVmIsStoppedStartedWhereItWasAndRebooted() {
        assertThat(run("stopVirtualMachine").path("state").asText()).isEqualTo("Stopped");
        assertThat(first.vms()).isEmpty();
        assertThat(run("stopVirtualMachine").path("state").asText()).isEqualTo("Stopped");

        JsonNode started = run("startVirtualMachine");
        assertThat(started.path("state").asText()).isEqualTo("Running");
        assertThat(started.path("hostname").asText()).isEqualTo("kvm-01");
        assertThat(run("startVirtualMachine").path("state").asText()).isEqualTo("Running");

        assertThat(run("rebootVirtualMachine", "forced", "true").path("state").asText()).isEqualTo("Running");
        assertThat(first.orders()).containsExactly("stop " + VM, "start " + VM, "stop " + VM, "start " + VM);
        assertThat(second.orders()).isEmpty();
    }

    @Test
    public void whatIsStoppedIsNotRebooted() {
        run("stopVirtualMachine");
        assertThatThrownBy(() -> run("rebootVirtualMachine")).hasMessageContaining("only what runs can be rebooted");
        assertThat(first.vms()).isEmpty();
    }

    @Test
    public void aStopThatTheHostDoesNotAnswerIsNoStopHoweverHardItIsForced() {
        first.close();
        assertThatThrownBy(() -> run("stopVirtualMachine", "forced", "true")).hasMessageContaining("VM " + VM);
        assertThat(vm().path("state").asText()).isEqualTo("Stopping");
        assertThatThrownBy(() -> run("startVirtualMachine")).hasMessageContaining("stop it first");
        assertThat(second.orders()).isEmpty();
    }

    @Test
    public void aVmWhoseStartIsRefusedIsStoppedAgain() {
        run("stopVirtualMachine");
        first.refuse();
        assertThatThrownBy(() -> run("startVirtualMachine")).hasMessageContaining("was refused by");
        assertThat(vm().path("state").asText()).isEqualTo("Stopped");
    }

    @Test
    public void aStartWithoutAnAnswerIsAskedOfTheSameHostAgain() {
        run("stopVirtualMachine");
        first.beforeStart(() -> {
            try {
                Thread.sleep(30_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> run("startVirtualMachine")).hasMessageContaining("may have been started");
        assertThat(vm().path("state").asText()).isEqualTo("Starting");
        assertThat(vm().path("hostname").asText()).isEqualTo("kvm-01");
        assertThatThrownBy(() -> run("stopVirtualMachine")).hasMessageContaining("is being started");

        first.beforeStart(() -> { });
        assertThat(run("startVirtualMachine").path("state").asText()).isEqualTo("Running");
        assertThat(first.vms()).containsExactly(VM);
        assertThat(second.orders()).isEmpty();
    }
}
