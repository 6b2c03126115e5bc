package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.hostha.cloudstack.client.ApiErrorException;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.testkit.IpmiSim;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FencingProofApiTest {

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final Duration JOB = Duration.ofSeconds(60);
    private static TestServer server;
    private static CloudStackClient client;
    private static String cluster;

    @BeforeClass
    public static void start() throws Exception {
        Path inventory = Files.writeString(FOLDER.getRoot().toPath().resolve("inventory.yaml"), """
                zones:
                  - name: zone1
                    pods:
                      - name: pod1
                        clusters:
                          - name: kvm
                            hypervisor: KVM
                            hosts:
                              - {name: kvm-01, address: 10.0.0.1, agent: "http://127.0.0.1:9/"}
                              - {name: kvm-02, address: 10.0.0.2, agent: "http://127.0.0.1:9/"}
                              - {name: kvm-03, address: 10.0.0.3, agent: "http://127.0.0.1:9/"}
                """);
        server = new TestServer(FOLDER.getRoot().toPath().resolve("data"), inventory);
        client = server.client();
        cluster = client.list("listClusters", Map.of(), "cluster").get(0).get("id").asText();
    }

    @AfterClass
    public static void stop() {
        server.close();
    }

    private static JsonNode configure(String hosts) throws Exception {
        return client.run("configureOutOfBandManagementForCluster", Map.of("clusterid", cluster, "driver", "ipmi",
                "hosts", hosts, "enable", "true"), JOB).get("preflight");
    }

    private static JsonNode proof(String host) {
        for (JsonNode proof : client.list("listFencingProofs", Map.of("clusterid", cluster), "fencingproof")) {
            if (proof.get("hostname").asText().equals(host)) {
                return proof;
            }
        }
        throw new AssertionError("no proof of " + host);
    }

    @Test
    public void aClusterIsConfiguredFromAListAndAnswersWithAPreflightTable() throws Exception {
        try (IpmiSim right = IpmiSim.start("admin", "r1ght,word", "00112233445566778899aabbccddeeff");
                IpmiSim other = IpmiSim.start("admin", "r1ght-word", "10112233445566778899aabbccddeeff")) {
            JsonNode table = configure("kvm-01, 127.0.0.1, %s, admin,r1ght,word\nkvm-02,127.0.0.1,%s,admin,wrong\n"
                    .formatted(right.endpoint().port(), other.endpoint().port()));

            assertThat(table).hasSize(2);
            assertThat(table.get(0).get("passed").asBoolean()).isTrue();
            assertThat(table.get(0).get("systemguid").asText()).isNotEmpty();
            assertThat(table.get(1).get("passed").asBoolean()).isFalse();
            assertThat(table.get(1).at("/step/0/advice").asText()).contains("check the user name and password");
            assertThat(table.toString()).doesNotContain("r1ght,word").doesNotContain("wrong\"");

            assertThat(proof("kvm-01").get("fenceable").asBoolean()).isTrue();
            assertThat(proof("kvm-01").get("ageseconds").asLong()).isBetween(0L, 60L);
            assertThat(proof("kvm-02").get("obstacle").asText()).contains("is wrong");
            assertThat(proof("kvm-02").has("lastproof")).isFalse();
            assertThat(proof("kvm-03").get("obstacle").asText()).isEqualTo("out-of-band management is not configured");
            assertThat(client.list("listFencingProofs", Map.of("unfenceable", "true"), "fencingproof")).hasSize(2);

            JsonNode again = client.run("preflightOutOfBandManagement",
                    Map.of("hostid", proof("kvm-01").get("hostid").asText()), JOB).get("preflight");
            assertThat(again).hasSize(1);
            assertThat(again.get(0).get("passed").asBoolean()).isTrue();
        }
    }

    @Test
    public void aListWithAWrongLineChangesNothingAndNamesTheLine() {
        assertThatThrownBy(() -> configure("kvm-03,127.0.0.1,623,admin,word\nkvm-99,127.0.0.1,623,admin,word"))
                .isInstanceOfSatisfying(ApiErrorException.class, failure -> assertThat(failure.errorText())
                        .isEqualTo("hosts, line 2: cluster kvm has no host of name or ID 'kvm-99'; nothing was changed"));
        assertThatThrownBy(() -> configure("kvm-03,127.0.0.1,admin,word")).hasMessageContaining(
                "hosts, line 1: has 4 of the 5 fields host,address,port,username,password; nothing was changed");
        assertThatThrownBy(() -> configure("kvm-03,127.0.0.1,623,admin,a-password-of-more-than-20-bytes"))
                .hasMessageContaining("hosts, line 1: parameter password: at most 20 bytes with driver ipmi");

        assertThat(proof("kvm-03").get("obstacle").asText()).isEqualTo("out-of-band management is not configured");
    }
}
