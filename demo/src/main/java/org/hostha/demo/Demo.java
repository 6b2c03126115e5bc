package org.hostha.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.hostha.cloudstack.client.ApiKey;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.cloudstack.client.RequestSigner;
import org.hostha.cloudstack.client.SignatureVersion;
import org.hostha.demo.Terminal.Style;
import org.hostha.demo.acts.Act;
import org.hostha.demo.acts.Acts;
import org.hostha.demo.acts.Outcome;
import org.hostha.demo.acts.Stage;
import org.hostha.demo.acts.VerdictTable;
import org.hostha.demo.zone.SecretAudit;
import org.hostha.demo.zone.SimulatedBmc;
import org.hostha.demo.zone.SimulatedHost;
import org.hostha.demo.zone.SimulatedZone;
import org.hostha.demo.zone.ZoneLayout;

/** One performance: zone and server up, everything configured over the API, the acts, the verdicts. */
final class Demo implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final String DRIVER = "ipmitool";
    private static final String PROVIDER = "kvmhaprovider";

    private final Path dir;
    private final Terminal terminal;
    private SimulatedZone zone;
    private DemoServer server;
    private Admin admin;
    private final SecretAudit secrets = new SecretAudit();

    Demo(Path dir, Terminal terminal) {
        this.dir = dir;
        this.terminal = terminal;
    }

    /** Brings up zone and server. */
    void start(String serverClasspath, int port) throws InterruptedException {
        terminal.heading("A simulated zone");
        zone = SimulatedZone.start(dir.resolve("zone"), ZoneLayout.demo());
        ZoneLayout layout = zone.layout();
        terminal.line("  " + layout.pods().size() + " pods, " + layout.clusters().count() + " clusters, "
                + zone.hosts().size() + " hosts, each with a real ipmi_sim as its BMC; "
                + zone.audit().copies().size() + " VMs write to disks on shared pools");
        zone.writeInventory(DemoServer.inventory(dir), DemoSettings.all());
        server = DemoServer.start(dir, serverClasspath, port, terminal);
        admin = new Admin(client(), terminal);
        zone.hosts().forEach(host -> secrets.watchFor("the BMC password of " + host.name(), host.bmc().password()));
        secrets.watchFor("the secret key of the API", server.apiKey().secretKey());
        secrets.watchFor("the key of the stored secrets", server.keyOfStoredSecrets());
        secrets.watchFor("the password of the user admin", server.adminPassword());
        terminal.line("  server " + server.endpoint() + " (pid " + server.pid()
                + ", log " + dir.resolve("server.log") + ")");
        sayWhereTheConsoleIs();
    }

    private void sayWhereTheConsoleIs() {
        terminal.line(Style.NOTICE, "  console " + server.console() + ": log in as admin, with the password in "
                + DemoServer.passwordFile(dir));
    }

    private CloudStackClient client() {
        RequestSigner signer = new RequestSigner(server.apiKey(), SignatureVersion.V3, InstantSource.system());
        return new CloudStackClient(server.endpoint(), signer, Duration.ofSeconds(15), Duration.ofMillis(200));
    }

    /** Out-of-band management and HA for every host, as an admin would type it. */
    void configure() throws InterruptedException {
        terminal.heading("Out-of-band management and HA, over the CloudStack API");
        Map<String, Admin.Host> known = admin.hosts();
        for (SimulatedHost host : zone.hosts()) {
            Admin.Host entry = known.get(host.name());
            if (entry == null) {
                throw new DemoException("the server knows no host " + host.name() + ", only " + known.keySet());
            }
            configure(host.bmc(), entry.id());
        }
        awaitAllAvailable();
        terminal.line(Style.GOOD, "  all " + known.size() + " hosts: Available, power On");
    }

    private void configure(SimulatedBmc bmc, String hostId) {
        Map<String, String> endpoint = new LinkedHashMap<>();
        endpoint.put("hostid", hostId);
        endpoint.put("driver", DRIVER);
        endpoint.put("address", bmc.address());
        endpoint.put("port", String.valueOf(bmc.port()));
        endpoint.put("username", bmc.username());
        endpoint.put("password", bmc.password());
        admin.change("configureOutOfBandManagement", endpoint);
        admin.change("enableOutOfBandManagementForHost", Map.of("hostid", hostId));
        Map<String, String> provider = new LinkedHashMap<>();
        provider.put("hostid", hostId);
        provider.put("provider", PROVIDER);
        admin.change("configureHAForHost", provider);
        admin.change("enableHAForHost", Map.of("hostid", hostId));
    }

    private void awaitAllAvailable() throws InterruptedException {
        long start = System.nanoTime();
        List<Admin.Host> missing = notAvailable(Set.of());
        while (!missing.isEmpty()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new DemoException("not Available with power On after " + PATIENCE.toSeconds() + " s: " + missing);
            }
            TimeUnit.MILLISECONDS.sleep(300);
            missing = notAvailable(Set.of());
        }
    }

    private List<Admin.Host> notAvailable(Set<String> except) {
        return admin.hosts().values().stream()
                .filter(host -> !except.contains(host.name()))
                .filter(host -> !host.haState().equals("Available") || !host.powerState().equals("On"))
                .toList();
    }

    /** Plays all acts, shows the verdicts, and says whether every one holds. */
    boolean perform() throws InterruptedException {
        Stage stage = new Stage(zone, admin, terminal, GRACE);
        List<Outcome> outcomes = new ArrayList<>();
        for (Act act : Acts.all()) {
            outcomes.add(stage.play(act));
        }
        terminal.heading("Verdicts");
        List<String> offences = zone.audit().offences();
        VerdictTable.print(terminal, outcomes, offences);
        Set<String> actors = outcomes.stream().map(outcome -> outcome.act().host()).collect(Collectors.toSet());
        List<Admin.Host> disturbed = notAvailable(actors);
        terminal.line(disturbed.isEmpty() ? Style.GOOD : Style.BAD, "The other hosts: "
                + (disturbed.isEmpty() ? "all Available, power On" : "not all untouched: " + disturbed));
        terminal.line(offences.isEmpty() ? Style.GOOD : Style.BAD, offences.isEmpty()
                ? "No VM ever ran twice, by the process table and by every VM's disk." : "VMs ran twice: " + offences);
        List<String> leaks = leaks();
        terminal.line(leaks.isEmpty() ? Style.GOOD : Style.BAD, leaks.isEmpty()
                ? "No secret showed: " + secrets.extent() + "." : "Secrets showed: " + leaks);
        long holding = outcomes.stream().filter(Outcome::holds).count();
        boolean everything = holding == outcomes.size() && disturbed.isEmpty() && offences.isEmpty()
                && leaks.isEmpty();
        terminal.line(everything ? Style.GOOD : Style.BAD,
                "demo: " + holding + " of " + outcomes.size() + " acts as expected"
                        + (everything || holding < outcomes.size() ? "" : ", but not everything around them"));
        return everything;
    }

    /** What is answered to commands that hold a secret and are refused. */
    private Map<String, String> refusals() {
        SimulatedHost host = zone.hosts().iterator().next();
        SimulatedBmc bmc = host.bmc();
        String hostId = admin.hosts().get(host.name()).id();
        String tooLong = bmc.password().repeat(4);
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("an unknown driver", admin.refusal("configureOutOfBandManagement", Map.of("hostid", hostId,
                "driver", "nonesuch", "address", "127.0.0.1", "port", "623", "username", "admin",
                "password", bmc.password())));
        answers.put("a password too long", admin.refusal("configureOutOfBandManagement", Map.of("hostid", hostId,
                "driver", DRIVER, "address", "127.0.0.1", "port", "623", "username", "admin", "password", tooLong)));
        answers.put("a new password too long", admin.refusal("changeOutOfBandManagementPassword",
                Map.of("hostid", hostId, "password", tooLong)));
        answers.put("a list with a wrong line", admin.refusal("configureOutOfBandManagementForCluster",
                Map.of("clusterid", "none", "driver", DRIVER, "hosts", "x,y," + bmc.password())));
        return answers;
    }

    /** In any process since the start, in logs, disks and database, in what the API answers, and on this terminal. */
    private List<String> leaks() throws InterruptedException {
        List<Path> homes = new ArrayList<>(DemoServer.secretFiles(dir));
        zone.hosts().forEach(host -> homes.addAll(host.bmc().secretFiles()));
        secrets.searchFiles(dir, homes::contains);
        admin.everyList().forEach((command, answer) -> secrets.search("the answer to " + command, answer));
        refusals().forEach((command, answer) -> secrets.search("the refusal of " + command, answer));
        secrets.search("the terminal", terminal.transcript());
        return secrets.leaks();
    }

    /** Tells how to go on by hand, and keeps the server up until this thread is interrupted. */
    void stayUp() throws InterruptedException {
        terminal.heading("The zone stays up: " + server.endpoint());
        sayWhereTheConsoleIs();
        terminal.line("  cmk set url " + server.endpoint());
        terminal.line("  cmk set apikey " + server.apiKey().apiKey());
        terminal.line("  cmk set secretkey ...      # in " + DemoServer.keyFile(dir));
        terminal.line("  cmk list hosts filter=name,state,hostha");
        terminal.line("  cmk explain hostha hostid=" + admin.hosts().values().iterator().next().id());
        terminal.line("  curl -s " + server.endpoint() + " -d '" + signedListHosts() + "'");
        terminal.line("  kill -9 " + server.pid() + "      # the zone survives, and the server comes back");
        terminal.line("Ctrl-C ends everything and cleans up.");
        new CountDownLatch(1).await();
    }

    private String signedListHosts() {
        ApiKey key = server.apiKey();
        return RequestSigner.form(new RequestSigner(key, SignatureVersion.V1, InstantSource.system())
                .sign(new TreeMap<>(Map.of("command", "listHosts", "response", "json"))));
    }

    @Override
    public void close() {
        secrets.close();
        if (server != null) {
            server.close();
        }
        if (zone != null) {
            zone.close();
        }
    }
}
