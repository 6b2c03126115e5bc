package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hostha.cloudstack.client.ApiErrorException;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.server.db.Database;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** An inventory that is made, changed and taken down by commands alone, over HTTP. */
@Category(OnDatabase.class)
public class InfrastructureApiTest {

    private static final Duration JOB = Duration.ofSeconds(30);

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static TestServer server;
    private static CloudStackClient client;
    private static String zone;
    private static String pod;
    private static String cluster;

    @BeforeClass
    public static void start() throws IOException {
        server = new TestServer(FOLDER.getRoot().toPath().resolve("data"), null);
        client = server.client();
        zone = client.call("createZone", Map.of("name", "made", "dns1", "10.0.0.53", "internaldns1", "10.0.0.54",
                "networktype", "Advanced", "guestcidraddress", "10.1.1.0/24")).at("/zone/id").asText();
        pod = client.call("createPod", Map.of("zoneid", zone, "name", "pod", "gateway", "10.0.0.1", "netmask",
                "255.255.255.0", "startip", "10.0.0.10", "endip", "10.0.0.99")).at("/pod/id").asText();
        cluster = client.call("addCluster", Map.of("zoneid", zone, "podid", pod, "clustername", "cluster", "hypervisor",
                "Simulator", "clustertype", "CloudManaged")).at("/cluster/0/id").asText();
    }

    @AfterClass
    public static void stop() {
        server.close();
    }

    private static Map<String, String> newHost(String... more) {
        Map<String, String> parameters = new HashMap<>(Map.of("zoneid", zone, "podid", pod, "clusterid", cluster,
                "hypervisor", "Simulator", "url", "http://sim/c0/h0"));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return parameters;
    }

    private static JsonNode add(String... more) {
        JsonNode added = client.call("addHost", newHost(more));
        assertThat(added.get("count").asInt()).isEqualTo(1);
        return added.at("/host/0");
    }

    private static JsonNode host(String id) {
        return client.list("listHosts", Map.of("id", id), "host").get(0);
    }

    private static void refused(int code, String words, String command, Map<String, String> parameters) {
        assertThatThrownBy(() -> client.call(command, parameters)).isInstanceOfSatisfying(ApiErrorException.class,
                failure -> {
                    assertThat(failure.errorCode()).isEqualTo(code);
                    assertThat(failure.errorText()).contains(words);
                });
    }

    private static void jobRefused(String words, String command, String id) {
        assertThatThrownBy(() -> client.run(command, Map.of("id", id), JOB)).isInstanceOfSatisfying(ApiErrorException.class,
                failure -> {
                    assertThat(failure.errorCode()).isEqualTo(530);
                    assertThat(failure.errorText()).contains(words);
                });
    }

    @Test
    public void zonesPodsAndClustersAreListedAsTheyWereMade() {
        JsonNode madeZone = client.list("listZones", Map.of("id", zone), "zone").get(0);
        assertThat(madeZone.get("networktype").asText()).isEqualTo("Advanced");
        assertThat(madeZone.get("guestcidraddress").asText()).isEqualTo("10.1.1.0/24");
        assertThat(madeZone.get("dns1").asText()).isEqualTo("10.0.0.53");
        JsonNode madePod = client.list("listPods", Map.of("zoneid", zone), "pod").get(0);
        assertThat(madePod.get("netmask").asText()).isEqualTo("255.255.255.0");
        assertThat(madePod.at("/startip/0").asText()).isEqualTo("10.0.0.10");
        JsonNode madeCluster = client.list("listClusters", Map.of("podid", pod), "cluster").get(0);
        assertThat(madeCluster.get("hypervisortype").asText()).isEqualTo("Simulator");
        assertThat(client.list("listHypervisors", Map.of("zoneid", zone), "hypervisor")).isNotEmpty();
        JsonNode event = await().atMost(JOB).until(() -> client.list("listEvents", Map.of("type", "ZONE.CREATE"), "event"),
                events -> !events.isEmpty()).get(0);
        assertThat(event.get("username").asText()).isEqualTo("admin");
    }

    @Test
    public void namesThatAreTakenAndWordsThatAreNoneAreRefused() {
        refused(431, "There is a zone named made already", "createZone", Map.of("name", "made", "dns1", "1.1.1.1",
                "internaldns1", "1.1.1.1", "networktype", "Basic"));
        refused(431, "networktype must be one of [Advanced, Basic]", "createZone", Map.of("name", "x", "dns1", "1.1.1.1",
                "internaldns1", "1.1.1.1", "networktype", "basic"));
        refused(431, "There is a cluster named cluster already", "addCluster", Map.of("zoneid", zone, "podid", pod,
                "clustername", "cluster", "hypervisor", "Simulator", "clustertype", "CloudManaged"));
        refused(431, "the url of a simulated host must begin with http://sim", "addHost",
                newHost("url", "http://10.0.0.1:1"));
        refused(530, "no agent answers at http://127.0.0.1:1", "addHost", Map.of("zoneid", zone, "podid", pod,
                "clustername", "kvm", "hypervisor", "KVM", "url", "http://127.0.0.1:1"));
        assertThat(client.list("listClusters", Map.of("name", "kvm"), "cluster")).isEmpty();
    }

    @Test
    public void aHostIsAddedTaggedRenamedAndDeleted() {
        String id = add("hosttags", "fast,ssd", "allocationstate", "Disabled").get("id").asText();
        assertThat(host(id).get("resourcestate").asText()).isEqualTo("Disabled");
        assertThat(host(id).get("hosttags").asText()).isEqualTo("fast,ssd");
        assertThat(client.list("listHostTags", Map.of("keyword", "ss"), "hosttag")).extracting(tag -> tag.get("name").asText())
                .containsExactly("ssd");

        JsonNode changed = client.call("updateHost", Map.of("id", id, "name", "renamed", "hosttags", "",
                "allocationstate", "Enable")).get("host");
        assertThat(changed.get("name").asText()).isEqualTo("renamed");
        assertThat(changed.has("hosttags")).isFalse();
        assertThat(changed.get("resourcestate").asText()).isEqualTo("Enabled");
        refused(431, "allocationstate must be Enable or Disable", "updateHost", Map.of("id", id, "allocationstate", "on"));

        refused(530, "aintenance", "deleteHost", Map.of("id", id));
        assertThat(client.call("deleteHost", Map.of("id", id, "forced", "true")).get("success").asBoolean()).isTrue();
        assertThat(client.list("listHosts", Map.of("id", id), "host")).isEmpty();
    }

    @Test
    public void aChangeOfAHostThatIsRefusedInPartChangesNothing() {
        String id = add("hosttags", "old").get("id").asText();
        String name = host(id).get("name").asText();
        client.run("prepareHostForMaintenance", Map.of("id", id), JOB);

        refused(530, "can't be enabled", "updateHost", Map.of("id", id, "name", "half-done", "hosttags", "new",
                "allocationstate", "Enable"));

        assertThat(host(id).get("name").asText()).isEqualTo(name);
        assertThat(host(id).get("hosttags").asText()).isEqualTo("old");
    }

    @Test
    public void hostHaOfADeletedHostEndsAsDisabledAndItsRowStays() {
        String id = add().get("id").asText();
        client.run("configureHAForHost", Map.of("hostid", id, "provider", "SimulatorHAProvider"), JOB);
        client.run("enableHAForHost", Map.of("hostid", id), JOB);
        client.call("deleteHost", Map.of("id", id, "forced", "true"));

        assertThat(client.list("listHostHAResources", Map.of(), "hostha")).noneMatch(row ->
                row.get("hostid").asText().equals(id));
        await().atMost(JOB).until(() -> server.server().bean(Database.class).jdbc().sql("SELECT CONCAT(enabled, ha_state)"
                + " FROM ha_config WHERE resource_id = (SELECT id FROM host WHERE uuid = ?)").param(id).query(String.class)
                .single().equals("0Disabled"));
    }

    @Test
    public void aHostOutOfContactIsDeclaredDegradedAndReturned() throws IOException {
        client.call("updateConfiguration", Map.of("name", "ping.interval", "value", "1"));
        FakeAgent agent = new FakeAgent();
        String id = client.call("addHost", Map.of("zoneid", zone, "podid", pod, "clustername", "degrading", "hypervisor",
                "KVM", "url", agent.uri().toString())).at("/host/0/id").asText();
        await().atMost(JOB).until(() -> host(id).get("state").asText().equals("Up"));
        assertThat(client.run("reconnectHost", Map.of("id", id), JOB).at("/host/state").asText()).isEqualTo("Up");
        jobRefused("can't be declared as degraded", "declareHostAsDegraded", id);

        agent.close();
        jobRefused("does not answer", "reconnectHost", id);
        await().atMost(Duration.ofMinutes(2)).until(() -> Set.of("Alert", "Disconnected").contains(
                host(id).get("state").asText()));
        assertThat(client.run("declareHostAsDegraded", Map.of("id", id), JOB).at("/host/resourcestate").asText())
                .isEqualTo("Degraded");
        assertThat(client.run("declareHostAsDegraded", Map.of("id", id), JOB).at("/host/resourcestate").asText())
                .as("a second time, in case the first one did not get to all of its VMs").isEqualTo("Degraded");
        assertThat(client.run("cancelHostAsDegraded", Map.of("id", id), JOB).at("/host/resourcestate").asText())
                .isEqualTo("Enabled");
        jobRefused("egraded", "cancelHostAsDegraded", id);
    }

    @Test
    public void mocksOfAgentsAreKeptWithCloudStacksOddEnvelope() throws Exception {
        HttpResponse<String> answer = server.signed("configureSimulator", "name", "PingCommand", "value",
                "enabled:true|result:fail", "count", "3");
        JsonNode mock = TestServer.json(answer).at("/simulatormock/null");
        assertThat(mock.get("name").asText()).isEqualTo("PingCommand");
        String id = mock.get("id").asText();

        assertThat(TestServer.json(server.signed("querySimulatorMock", "id", id)).at("/simulatormock/null/count").asInt())
                .isEqualTo(3);
        assertThat(client.call("cleanupSimulatorMock", Map.of("id", id)).get("success").asBoolean()).isTrue();
        assertThat(server.signed("querySimulatorMock", "id", id).statusCode()).isEqualTo(431);
        assertThat(server.signed("configureSimulator", "name", "x", "value", "colour:red").statusCode()).isEqualTo(431);
    }

    @Test
    public void aSettingOfAClusterIsResetToTheNextWiderValue() {
        String key = "kvm.ha.fence.timeout";
        client.call("updateConfiguration", Map.of("name", key, "value", "91"));
        client.call("updateConfiguration", Map.of("name", key, "value", "77", "clusterid", cluster));
        JsonNode reset = client.call("resetConfiguration", Map.of("name", key, "clusterid", cluster)).get("configuration");
        assertThat(reset.get("value").asText()).isEqualTo("91");
        assertThat(reset.get("scope").asText()).isEqualTo("Cluster");
        assertThat(client.call("resetConfiguration", Map.of("name", key)).at("/configuration/value").asText())
                .isEqualTo(reset.get("defaultvalue").asText());
        refused(431, "only one of the parameters", "resetConfiguration",
                Map.of("name", key, "clusterid", cluster, "zoneid", zone));
    }

    @Test
    public void typesOfEventsAreThoseThatAreWritten() {
        List<String> types = client.list("listEventTypes", Map.of(), "eventtype").stream()
                .map(type -> type.get("name").asText()).toList();

        assertThat(types).contains("HA.RESOURCE.ENABLE", "HA.STATE.TRANSITION", "HOST.OOBM.ACTION", "ZONE.CREATE")
                .doesNotHaveDuplicates();
    }
}
