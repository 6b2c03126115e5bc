package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.hostha.cloudstack.client.ApiErrorException;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.testkit.IpmiSim;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

@Category(OnDatabase.class)
public class ApiEndToEndTest {

    private static final Duration JOB = Duration.ofSeconds(30);

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static FakeAgent agent;
    private static TestServer server;
    private static CloudStackClient client;

    @BeforeClass
    public static void start() throws IOException {
        agent = new FakeAgent("i-2-3-VM");
        Path inventory = FOLDER.getRoot().toPath().resolve("inventory.yaml");
        Files.writeString(inventory, """
                zones:
                  - name: demo
                    pods:
                      - name: pod-1
                        clusters:
                          - name: cluster-1
                            hypervisor: KVM
                            pools: [ {name: nfs-1, path: /export/nfs-1, type: NetworkFilesystem} ]
                            hosts:
                              - {name: kvm-01, address: 10.0.0.1, agent: "%s"}
                            vms:
                              - {name: i-2-3-VM, host: kvm-01, pool: nfs-1, ha: true}
                          - name: cluster-2
                            hypervisor: Simulator
                            hosts:
                              - {name: sim-01, address: 10.0.1.1}
                              - {name: sim-02, address: 10.0.1.2}
                              - {name: sim-03, address: 10.0.1.3}
                              - {name: sim-04, address: 10.0.1.4}
                settings: {ha.startup.hold.off: 0}
                """.formatted(agent.uri()));
        server = new TestServer(FOLDER.getRoot().toPath().resolve("data"), inventory);
        client = server.client();
    }

    @AfterClass
    public static void stop() {
        server.close();
        agent.close();
    }

    private static JsonNode row(String command, String key, String name) {
        return client.list(command, Map.of("name", name), key).get(0);
    }

    private static String host(String name) {
        return row("listHosts", "host", name).get("id").asText();
    }

    private static List<String> keys(JsonNode node) {
        return StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false).toList();
    }

    // Signatures

    @Test
    public void signedRequestsOfVersionOneAndThreeAreAnswered() throws Exception {
        assertThat(server.signed("listCapabilities").statusCode()).isEqualTo(200);
        assertThat(client.call("listCapabilities", Map.of()).path("capability").path("cloudstackversion").asText())
                .startsWith("4.22");
    }

    @Test
    public void badSignatureIsAnswered401WithoutACsErrorCode() throws Exception {
        HttpResponse<String> answer =
                server.get(server.sign("listHosts").replaceAll("signature=.*?(&|$)", "signature=AAAA$1"));

        assertThat(answer.statusCode()).isEqualTo(401);
        JsonNode body = TestServer.json(answer);
        assertThat(keys(body)).containsExactly("listhostsresponse");
        assertThat(keys(body.get("listhostsresponse"))).containsExactly("uuidList", "errorcode", "errortext");
        assertThat(body.at("/listhostsresponse/errorcode").asInt()).isEqualTo(401);
        assertThat(body.at("/listhostsresponse/errortext").asText())
                .isEqualTo("unable to verify user credentials and/or request signature");
    }

    @Test
    public void whatWasSignedCantBeChanged() throws Exception {
        String query = server.sign("listHosts", "name", "kvm-01").replace("kvm-01", "sim-03");

        assertThat(server.get(query).statusCode()).isEqualTo(401);
    }

    @Test
    public void unknownKeyAndMissingSignatureLookAlike() throws Exception {
        HttpResponse<String> unsigned = server.get("command=listHosts&response=json");
        HttpResponse<String> unknown = server.get("command=listHosts&response=json&apiKey=nobody&signature=AAAA");

        assertThat(unsigned.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(unsigned.body());
    }

    @Test
    public void expiredVersionThreeSignatureIsRefused() throws Exception {
        assertThat(server.signed("listZones", "signatureVersion", "3", "expires", "2020-01-01T00:00:00+0000")
                .statusCode())
                .isEqualTo(401);
        assertThat(server.signed("listZones", "signatureVersion", "3", "expires", "soon").statusCode()).isEqualTo(401);
        assertThat(server.signed("listZones", "signatureVersion", "3", "expires", "2999-01-01T00:00:00+0000")
                .statusCode())
                .isEqualTo(200);
    }

    @Test
    public void unknownCommandHasTheRootErrorresponse() throws Exception {
        HttpResponse<String> answer = server.signed("listUnicorns");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(keys(TestServer.json(answer))).containsExactly("errorresponse");
    }

    @Test
    public void commandNamesHaveTheirCase() throws Exception {
        assertThat(server.signed("listhosts").statusCode()).isEqualTo(401);
    }

    // Requests

    @Test
    public void valuesOfEveryKindOfCharacterAreSignedAlike() {
        assertThat(client.list("listHosts", Map.of("keyword", "a b*~/ü+"), "host")).isEmpty();
    }

    @Test
    public void parameterNamesHaveAnyCase() throws Exception {
        JsonNode body = TestServer.json(server.signed("listHosts", "NAME", "kvm-01"));

        assertThat(body.at("/listhostsresponse/count").asInt()).isEqualTo(1);
    }

    @Test
    public void aSignedFormIsAsGoodAsAQuery() throws Exception {
        HttpResponse<String> answer = server.post("", server.sign("listHosts", "name", "kvm-01"));

        assertThat(TestServer.json(answer).at("/listhostsresponse/host/0/name").asText()).isEqualTo("kvm-01");
    }

    @Test
    public void ofQueryAndBodyTheQueryWins() throws Exception {
        String signed = server.sign("listHosts", "name", "kvm-01");

        HttpResponse<String> answer = server.post("?name=kvm-01", signed.replace("name=kvm-01", "name=sim-01"));

        assertThat(TestServer.json(answer).at("/listhostsresponse/host/0/name").asText()).isEqualTo("kvm-01");
    }

    @Test
    public void bodyLargerThanAMebibyteIsRefused() throws Exception {
        HttpResponse<String> answer = server.post("", "command=listHosts&response=json&x=" + "x".repeat(1_048_576));

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    public void missingParameterIsNamed() throws Exception {
        HttpResponse<String> answer = server.signed("enableHAForHost");

        assertThat(answer.statusCode()).isEqualTo(431);
        JsonNode error = TestServer.json(answer).get("enablehaforhostresponse");
        assertThat(error.get("errorcode").asInt()).isEqualTo(431);
        assertThat(error.get("cserrorcode").asInt()).isEqualTo(9999);
        assertThat(error.get("uuidList").isArray()).isTrue();
        assertThat(error.get("errortext").asText())
                .isEqualTo("Unable to execute API command enablehaforhost due to missing parameter hostid");
        assertThat(answer.headers().firstValue("X-Description")).contains(error.get("errortext").asText());
    }

    @Test
    public void unknownHostIsRefusedBeforeAnyJobIsMade() throws Exception {
        HttpResponse<String> answer = server.signed("enableHAForHost", "hostid", UUID.randomUUID().toString());

        assertThat(answer.statusCode()).isEqualTo(431);
        assertThat(answer.body()).doesNotContain("jobid");
    }

    @Test
    public void minusOnePassesThroughToTheJob() {
        assertThatThrownBy(() -> client.run("enableHAForHost", Map.of("hostid", "-1"), JOB))
                .isInstanceOfSatisfying(ApiErrorException.class, failure -> {
                    assertThat(failure.errorCode()).isEqualTo(431);
                    assertThat(failure.errorText()).isEqualTo("Unable to find host by ID: -1");
                });
    }

    @Test
    public void controlCharactersAreRefused() throws Exception {
        assertThat(server.signed("listHosts", "name", "a\tb").statusCode()).isEqualTo(431);
        assertThat(server.signed("listHosts", "name", "a\nb").statusCode()).isEqualTo(200);
    }

    @Test
    public void anythingButJsonIsXml() throws Exception {
        HttpResponse<String> answer = server.get(server.sign("listZones", "response", "xml"));

        assertThat(answer.headers().firstValue("Content-Type")).contains("text/xml; charset=UTF-8");
        assertThat(answer.body())
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><listzonesresponse><count>1</count><zone><id>");
    }

    @Test
    public void errorsJobsAndNestedObjectsAreXmlToo() throws Exception {
        HttpResponse<String> error = server.get(server.sign("enableHAForHost", "response", "xml"));
        assertThat(error.statusCode()).isEqualTo(431);
        assertThat(error.body()).isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><enablehaforhostresponse>"
                + "<errorcode>431</errorcode><cserrorcode>9999</cserrorcode><errortext>Unable to execute API command"
                + " enablehaforhost due to missing parameter hostid</errortext></enablehaforhostresponse>");

        HttpResponse<String> host = server.get(server.sign("listHosts", "response", "XML", "name", "sim-04"));
        assertThat(host.body()).contains("<hostha><haenable>false</haenable><hastate>Disabled</hastate></hostha>",
                "<outofbandmanagement><powerstate>Disabled</powerstate><enabled>false</enabled></outofbandmanagement>");

        HttpResponse<String> job = server.get(server.sign("enableHAForZone", "response", "xml", "zoneid", "1"));
        String id = job.body().replaceFirst(".*<enablehaforzoneresponse><jobid>([0-9a-f-]{36})</jobid></ena.*", "$1");
        await().atMost(JOB).until(() -> server.get(server.sign("queryAsyncJobResult", "response", "xml", "jobid", id))
                .body().contains("<jobstatus>1</jobstatus>"));
        assertThat(server.get(server.sign("queryAsyncJobResult", "response", "xml", "jobid", id)).body())
                .contains("<jobresult><success>true</success></jobresult>");
        assertThat(server.get(server.sign("listHosts", "response", "xml", "name", "nobody")).body())
                .endsWith("<listhostsresponse></listhostsresponse>");
    }

    @Test
    public void otherPathsAndMethodsAreRefusedWithoutDetails() throws Exception {
        java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient();
        HttpResponse<String> put = http.send(java.net.http.HttpRequest.newBuilder(server.endpoint())
                .PUT(java.net.http.HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> elsewhere =
                http.send(java.net.http.HttpRequest.newBuilder(server.endpoint().resolve("/other"))
                .build(), HttpResponse.BodyHandlers.ofString());

        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(put.body() + elsewhere.body()).doesNotContain("org.eclipse").doesNotContain("at org.");
    }

    // Paging

    @Test
    public void aPageCountsAllRows() throws Exception {
        JsonNode page = TestServer.json(server.signed("listHosts", "page", "2", "pagesize", "3"))
                .get("listhostsresponse");

        assertThat(page.get("count").asInt()).isEqualTo(5);
        assertThat(page.get("host")).hasSize(2);
    }

    @Test
    public void aPageBeyondTheEndHasOnlyTheCountAndAnEmptyListHasNothing() throws Exception {
        assertThat(server.signed("listHosts", "page", "9", "pagesize", "3").body())
                .isEqualTo("{\"listhostsresponse\":{\"count\":5}}");
        assertThat(server.signed("listHosts", "name", "nobody").body()).isEqualTo("{\"listhostsresponse\":{}}");
    }

    @Test
    public void pageAndPagesizeBelongTogether() throws Exception {
        assertThat(server.signed("listHosts", "page", "1").statusCode()).isEqualTo(431);
        assertThat(server.signed("listHosts", "pagesize", "501", "page", "1").statusCode()).isEqualTo(431);
        assertThat(server.signed("listHosts", "pagesize", "-1").statusCode()).isEqualTo(200);
    }

    // Infrastructure

    @Test
    public void aHostShowsWhatItIsAndItsUnconfiguredSwitches() {
        JsonNode host = row("listHosts", "host", "sim-04");

        assertThat(host.get("type").asText()).isEqualTo("Routing");
        assertThat(host.get("hypervisor").asText()).isEqualTo("Simulator");
        assertThat(host.get("resourcestate").asText()).isEqualTo("Enabled");
        assertThat(host.get("clustername").asText()).isEqualTo("cluster-2");
        assertThat(host.get("hostha").toString()).isEqualTo("{\"haenable\":false,\"hastate\":\"Disabled\"}");
        assertThat(host.get("outofbandmanagement").toString())
                .isEqualTo("{\"powerstate\":\"Disabled\",\"enabled\":false}");
    }

    @Test
    public void aHostIsUpAsSoonAsItsAgentAnswers() {
        await().atMost(JOB).until(() -> row("listHosts", "host", "kvm-01").get("state").asText().equals("Up"));
        assertThat(row("listHosts", "host", "kvm-01").get("lastpinged").asText()).endsWith("+0000");
    }

    @Test
    public void hostsAreFilteredByPlaceStateAndOutOfBandManagement() {
        String cluster = row("listClusters", "cluster", "cluster-2").get("id").asText();

        assertThat(client.list("listHosts", Map.of("clusterid", cluster), "host")).hasSize(4);
        assertThat(client.list("listHosts", Map.of("hypervisor", "KVM"), "host")).hasSize(1);
        assertThat(client.list("listHosts", Map.of("keyword", "SIM-0"), "host")).hasSize(4);
        assertThat(client.list("listHosts", Map.of("outofbandmanagementpowerstate", "On"), "host")).isEmpty();
        assertThat(client.list("listHosts", Map.of("type", "SecondaryStorageVM"), "host")).isEmpty();
    }

    @Test
    public void unknownDetailsAreRefused() throws Exception {
        assertThat(server.signed("listHosts", "details", "min").statusCode()).isEqualTo(200);
        assertThat(server.signed("listHosts", "details", "min,everything").statusCode()).isEqualTo(431);
    }

    @Test
    public void virtualMachinesTellWhereTheyAre() {
        JsonNode vm = client.list("listVirtualMachines", Map.of("hostid", host("kvm-01")), "virtualmachine").get(0);

        assertThat(vm.get("instancename").asText()).isEqualTo("i-2-3-VM");
        assertThat(vm.get("state").asText()).isEqualTo("Running");
        assertThat(vm.get("hostname").asText()).isEqualTo("kvm-01");
        assertThat(vm.get("haenable").asBoolean()).isTrue();
    }

    @Test
    public void zonesPodsPoolsAndManagersAreListed() {
        assertThat(row("listZones", "zone", "demo").get("allocationstate").asText()).isEqualTo("Enabled");
        assertThat(row("listPods", "pod", "pod-1").get("zonename").asText()).isEqualTo("demo");
        assertThat(row("listStoragePools", "storagepool", "nfs-1").get("type").asText()).isEqualTo("NetworkFilesystem");
        assertThat(client.list("listManagementServers", Map.of(), "managementserver").get(0).get("state").asText())
                .isEqualTo("Up");
    }

    @Test
    public void internalIdsAreTakenWhereCloudStackTakesThem() {
        assertThat(client.list("listHosts", Map.of("id", "1"), "host").get(0).get("name").asText()).isEqualTo("kvm-01");
    }

    // Jobs

    @Test
    public void configureHAForHostIsAJobWithAResult() throws Exception {
        String host = host("sim-01");
        JsonNode accepted = client.call("configureHAForHost",
                Map.of("hostid", host, "provider", "SimulatorHAProvider"));
        assertThat(keys(accepted)).containsExactly("jobid");

        String id = accepted.get("jobid").asText();
        await().atMost(JOB).until(() -> client.call("queryAsyncJobResult", Map.of("jobid", id)).get("jobstatus")
                .asInt() != 0);
        JsonNode job = client.call("queryAsyncJobResult", Map.of("jobid", id));
        assertThat(job.get("jobstatus").asInt()).isEqualTo(1);
        assertThat(job.get("jobresultcode").asInt()).isZero();
        assertThat(job.get("jobresulttype").asText()).isEqualTo("object");
        assertThat(job.get("jobresult").toString()).isEqualTo("{\"hostha\":{\"hostid\":\"" + host
                + "\",\"haprovider\":\"simulatorhaprovider\"}}");
        assertThat(job.get("cmd").asText())
                .isEqualTo("org.apache.cloudstack.api.command.admin.ha.ConfigureHAForHostCmd");
        assertThat(keys(job)).contains("accountid", "userid", "created", "completed", "jobid", "managementserverid")
                .doesNotContain("jobinstancetype", "jobinstanceid");
    }

    @Test
    public void aFailedJobIsStillAnswered200AndCarriesTheError() throws Exception {
        String id = client.call("configureHAForHost", Map.of("hostid", host("sim-01"), "provider", "NoSuchProvider"))
                .get("jobid").asText();
        await().atMost(JOB).until(() -> client.call("queryAsyncJobResult", Map.of("jobid", id)).get("jobstatus")
                .asInt() == 2);

        HttpResponse<String> answer = server.signed("queryAsyncJobResult", "jobid", id);
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode job = TestServer.json(answer).get("queryasyncjobresultresponse");
        assertThat(job.get("jobresultcode").asInt()).isEqualTo(530);
        assertThat(job.at("/jobresult/errorcode").asInt()).isEqualTo(530);
        assertThat(job.at("/jobresult/errortext").asText())
                .startsWith("Given HA provider [NoSuchProvider] does not exist.");
    }

    @Test
    public void aClientMayChooseTheIdOfItsJobOnce() throws Exception {
        String id = UUID.randomUUID().toString();
        Map<String, String> parameters = Map.of("zoneid", row("listZones", "zone", "demo").get("id").asText(),
                "customjobid", id);

        assertThat(client.call("enableHAForZone", parameters).get("jobid").asText()).isEqualTo(id);
        assertThatThrownBy(() -> client.call("enableHAForZone", parameters))
                .isInstanceOfSatisfying(ApiErrorException.class,
                        failure -> assertThat(failure.errorCode()).isEqualTo(431));
        assertThat(server.signed("queryAsyncJobResult", "jobid", UUID.randomUUID().toString()).statusCode())
                .isEqualTo(431);
    }

    @Test
    public void jobsAreListed() {
        client.run("enableHAForZone", Map.of("zoneid", row("listZones", "zone", "demo").get("id").asText()), JOB);

        assertThat(client.list("listAsyncJobs", Map.of(), "asyncjobs")).isNotEmpty();
    }

    // Host HA

    @Test
    public void aProviderOfAnotherHypervisorIsRefused() {
        String host = host("sim-02");
        assertThatThrownBy(() ->
                client.run("configureHAForHost", Map.of("hostid", host, "provider", "kvmhaprovider"), JOB))
                .isInstanceOfSatisfying(ApiErrorException.class, failure -> {
                    assertThat(failure.errorCode()).isEqualTo(431);
                    assertThat(failure.errorText())
                            .isEqualTo("Incompatible haprovider provided [KVM] for the resource ["
                            + host + "] of hypervisor type: [Simulator].");
                });
    }

    @Test
    public void enableBeforeConfigureIsRefused() {
        assertThatThrownBy(() -> client.run("enableHAForHost", Map.of("hostid", host("sim-04")), JOB))
                .isInstanceOfSatisfying(ApiErrorException.class, failure -> {
                    assertThat(failure.errorCode()).isEqualTo(431);
                    assertThat(failure.errorText()).startsWith("HAProvider is not provided for the resource [");
                });
    }

    @Test
    public void providersAreListedByHypervisor() throws Exception {
        assertThat(client.list("listHostHAProviders", Map.of("hypervisor", "KVM"), "haprovider").get(0).toString())
                .isEqualTo("{\"haprovider\":\"KVMHAProvider\"}");
        assertThat(server.signed("listHostHAProviders", "hypervisor", "kvm").statusCode()).isEqualTo(431);
        assertThat(server.signed("listHostHAProviders", "hypervisor", "Unknown").body())
                .isEqualTo("{\"listhosthaprovidersresponse\":{}}");
    }

    @Test
    public void aSimulatedHostBecomesAvailableAndTellsWhy() throws Exception {
        String host = host("sim-02");
        client.call("configureSimulatorHAProviderState", Map.of("hostid", host, "health", "true", "activity", "true",
                "recover", "true", "fence", "true"));
        client.run("configureHAForHost", Map.of("hostid", host, "provider", "SimulatorHAProvider"), JOB);
        JsonNode enabled = client.run("enableHAForHost", Map.of("hostid", host), JOB);
        assertThat(enabled.get("hostha").toString())
                .isEqualTo("{\"hostid\":\"" + host + "\",\"haenable\":true,\"status\":true}");

        await().atMost(JOB)
                .until(() -> row("listHosts", "host", "sim-02").at("/hostha/hastate").asText().equals("Available"));

        JsonNode explanation = client.call("explainHostHA", Map.of("hostid", host)).get("hosthaexplanation");
        assertThat(explanation.get("hastate").asText()).isEqualTo("Available");
        assertThat(explanation.get("powerlossbudgetseconds").asLong()).isPositive()
                .isLessThan(explanation.get("timebudgetseconds").asLong());
        assertThat(explanation.get("releasebudgetseconds").asLong()).isPositive()
                .isLessThanOrEqualTo(explanation.get("timebudgetseconds").asLong());
        assertThat(explanation.get("vmhastatus").asText()).isEqualTo("Up");
        JsonNode decisions = client.call("listHostHADecisions", Map.of("hostid", host));
        assertThat(decisions.get("hosthadecision").get(0).get("tostate").asText()).isNotEmpty();
        await().atMost(JOB).until(() -> client.list("listSimulatorHAStateTransitions", Map.of("hostid", host),
                "hastatetransition").stream().anyMatch(row -> row.get("hastate").asText().equals("available")));
        assertThat(client.list("listHostHAResources", Map.of("hostid", host), "hostha").get(0).get("haenable")
                .asBoolean())
                .isTrue();
    }

    @Test
    public void aFencedHostIsReturnedToServiceByCancellingItsMaintenance() {
        String host = host("sim-03");
        simulate(host, false);
        client.run("configureHAForHost", Map.of("hostid", host, "provider", "SimulatorHAProvider"), JOB);
        client.run("enableHAForHost", Map.of("hostid", host), JOB);

        await().atMost(Duration.ofSeconds(90))
                .until(() -> row("listHosts", "host", "sim-03").at("/hostha/hastate").asText().equals("Fenced"));
        await().atMost(JOB)
                .until(() -> row("listHosts", "host", "sim-03").get("resourcestate").asText().equals("Maintenance"));
        assertThat(row("listHosts", "host", "sim-03").get("state").asText()).isEqualTo("Down");

        simulate(host, true);
        client.run("cancelHostMaintenance", Map.of("id", host), JOB);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> row("listHosts", "host", "sim-03").at("/hostha/hastate").asText().equals("Available"));
        assertThat(row("listHosts", "host", "sim-03").get("state").asText()).isEqualTo("Up");
    }

    private static void simulate(String host, boolean healthy) {
        client.call("configureSimulatorHAProviderState",
                Map.of("hostid", host, "health", String.valueOf(healthy), "activity",
                String.valueOf(healthy), "recover", String.valueOf(healthy), "fence", "true"));
    }

    @Test
    public void theSwitchOfAClusterIsAmongItsDetails() {
        String cluster = row("listClusters", "cluster", "cluster-1").get("id").asText();

        assertThat(client.run("disableHAForCluster", Map.of("clusterid", cluster), JOB).toString())
                .isEqualTo("{\"success\":true}");
        assertThat(row("listClusters", "cluster", "cluster-1").at("/resourcedetails/resourceHAEnabled").asText())
                .isEqualTo("false");
        client.run("enableHAForCluster", Map.of("clusterid", cluster), JOB);
        assertThat(row("listClusters", "cluster", "cluster-1").at("/resourcedetails/resourceHAEnabled").asText())
                .isEqualTo("true");
    }

    // Out-of-band management

    @Test
    public void configuringOutOfBandManagementAnswersAtOnceAndMasksThePassword() throws Exception {
        JsonNode answer = client.call("configureOutOfBandManagement",
                Map.of("hostid", host("kvm-01"), "driver", "ipmitool",
                "address", "127.0.0.1", "port", "9", "username", "admin", "password", "h1dden-word"));

        JsonNode view = answer.get("outofbandmanagement");
        assertThat(view.get("password").asText()).isEqualTo("h****");
        assertThat(view.get("status").asBoolean()).isTrue();
        assertThat(view.get("enabled").asBoolean()).isFalse();
        assertThat(row("listHosts", "host", "kvm-01").at("/outofbandmanagement/address").asText())
                .isEqualTo("127.0.0.1");
        assertThat(server.signed("listHosts").body()).doesNotContain("h1dden-word");
    }

    @Test
    public void anUnknownDriverIsRefused() {
        assertThatThrownBy(() ->
                client.call("configureOutOfBandManagement", Map.of("hostid", host("kvm-01"), "driver", "magic",
                "address", "127.0.0.1", "port", "9", "username", "admin", "password", "x")))
                .isInstanceOfSatisfying(ApiErrorException.class, failure -> {
                    assertThat(failure.errorCode()).isEqualTo(530);
                    assertThat(failure.errorText()).startsWith("Out-of-band management driver is not available."
                            + " Please provide a valid driver name.");
                });
    }

    @Test
    public void aWrongBmcPasswordIsNamedWithTheRemedyAndAlertedOnce() throws Exception {
        try (IpmiSim bmc = IpmiSim.start("admin", "r1ght-word", "00112233445566778899aabbccddeeff")) {
            client.call("configureOutOfBandManagement", Map.of("hostid", host("sim-03"), "driver", "ipmitool",
                    "address", bmc.endpoint().address(), "port", bmc.endpoint().port(), "username", "admin",
                    "password", "wr0ng-word"));
            client.run("enableOutOfBandManagementForHost", Map.of("hostid", host("sim-03")), JOB);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> client.run("issueOutOfBandManagementPowerAction",
                        Map.of("hostid", host("sim-03"), "action", "STATUS"), JOB))
                        .isInstanceOfSatisfying(ApiErrorException.class, failure -> {
                            assertThat(failure.errorCode()).isEqualTo(530);
                            assertThat(failure.errorText()).contains("the password is wrong")
                                    .contains("check the user name and password").doesNotContain("wr0ng-word");
                        });
            }
            await().atMost(JOB).until(() -> !alertsOf("sim-03").isEmpty());
            assertThat(alertsOf("sim-03")).hasSize(1);
        } finally {
            client.run("disableOutOfBandManagementForHost", Map.of("hostid", host("sim-03")), JOB);
        }
    }

    private List<String> alertsOf(String host) {
        JsonNode alerts = client.call("listAlerts", Map.of("type", "29")).path("alert");
        List<String> found = new ArrayList<>();
        alerts.forEach(alert -> found.add(alert.path("description").asText()));
        found.removeIf(description -> !description.contains(host));
        return found;
    }

    @Test
    public void powerActionsOfAnUnconfiguredHostAreRefused() {
        assertThatThrownBy(() -> client.run("issueOutOfBandManagementPowerAction",
                Map.of("hostid", host("sim-04"), "action", "STATUS"), JOB))
                .isInstanceOfSatisfying(ApiErrorException.class, failure -> {
                    assertThat(failure.errorCode()).isEqualTo(530);
                    assertThat(failure.errorText()).isEqualTo(
                            "Out-of-band management is disabled or not configured for the host. Aborting Operation.");
                });
    }

    @Test
    public void enablingUnconfiguredOutOfBandManagementIsRefused() {
        assertThatThrownBy(() -> client.run("enableOutOfBandManagementForHost", Map.of("hostid", host("sim-04")), JOB))
                .isInstanceOfSatisfying(ApiErrorException.class, failure -> {
                    assertThat(failure.errorCode()).isEqualTo(530);
                    assertThat(failure.errorText())
                            .startsWith("Out-of-band management is not configured for the host.");
                });
    }

    // Maintenance

    @Test
    public void anEmptyHostEntersAndLeavesMaintenance() {
        String host = host("sim-01");

        assertThat(client.run("prepareHostForMaintenance", Map.of("id", host), JOB).at("/host/resourcestate").asText())
                .isEqualTo("Maintenance");
        assertThat(client.run("cancelHostMaintenance", Map.of("id", host), JOB).at("/host/resourcestate").asText())
                .isEqualTo("Enabled");
        assertThatThrownBy(() -> client.run("cancelHostMaintenance", Map.of("id", host), JOB))
                .isInstanceOfSatisfying(ApiErrorException.class,
                        failure -> assertThat(failure.errorCode()).isEqualTo(530));
    }

    @Test
    public void aHostWithVmsDoesNotEnterMaintenance() {
        assertThatThrownBy(() -> client.run("prepareHostForMaintenance", Map.of("id", host("kvm-01")), JOB))
                .isInstanceOfSatisfying(ApiErrorException.class,
                        failure -> assertThat(failure.errorCode()).isEqualTo(530));
    }

    // Settings, events, discovery

    @Test
    public void settingsAreChangedForTheCloudAndForACluster() throws Exception {
        String key = "kvm.ha.recover.failure.threshold";
        String cluster = row("listClusters", "cluster", "cluster-1").get("id").asText();

        client.call("updateConfiguration", Map.of("name", key, "value", "3"));
        client.call("updateConfiguration", Map.of("name", key, "value", "4", "clusterid", cluster));

        assertThat(row("listConfigurations", "configuration", key).get("value").asText()).isEqualTo("3");
        JsonNode scoped = client.list("listConfigurations", Map.of("name", key, "clusterid", cluster), "configuration")
                .get(0);
        assertThat(scoped.get("value").asText()).isEqualTo("4");
        assertThat(scoped.get("scope").asText()).isEqualTo("cluster");
        assertThat(server.signed("updateConfiguration", "name", "no.such.key", "value", "1").statusCode())
                .isEqualTo(431);
        assertThat(server.signed("updateConfiguration", "name", key, "value", "many").statusCode()).isEqualTo(431);
        client.call("updateConfiguration", Map.of("name", key, "value", "", "clusterid", cluster));
        assertThat(client.list("listConfigurations", Map.of("name", key, "clusterid", cluster), "configuration").get(0)
                .get("value").asText()).isEqualTo("3");
    }

    @Test
    public void whatWasDoneIsAmongTheEvents() {
        client.run("configureHAForHost", Map.of("hostid", host("sim-01"), "provider", "SimulatorHAProvider"), JOB);

        await().atMost(JOB).until(() -> client.list("listEvents", Map.of("type", "HA.RESOURCE.CONFIGURE"), "event")
                .stream()
                .map(event -> event.get("state").asText()).collect(Collectors.toSet())
                .containsAll(List.of("Scheduled", "Completed")));
        assertThat(client.list("listAlerts", Map.of("name", "NO.SUCH.ALERT"), "alert")).isEmpty();
    }

    @Test
    public void listApisHasWhatACommandLineClientNeeds() {
        List<JsonNode> apis = client.list("listApis", Map.of("listall", "true"), "api");

        assertThat(apis).allSatisfy(api -> {
            assertThat(api.get("name").isTextual()).isTrue();
            assertThat(api.get("description").asText()).isNotEmpty();
            assertThat(api.get("isasync").isBoolean()).isTrue();
            assertThat(api.get("params").isArray()).isTrue();
            assertThat(api.get("response").isArray()).isTrue();
            assertThat(api.get("params")).allSatisfy(parameter -> {
                assertThat(parameter.get("type").asText()).isNotEmpty();
                assertThat(parameter.get("required").isBoolean()).isTrue();
            });
        });
        JsonNode enable = apis.stream().filter(api -> api.get("name").asText().equals("enableHAForHost")).findFirst()
                .get();
        assertThat(enable.get("isasync").asBoolean()).isTrue();
        assertThat(enable.at("/params/0/related").asText()).startsWith("listHosts");
        assertThat(enable.get("related").asText()).contains("configureHAForHost");
    }
}
