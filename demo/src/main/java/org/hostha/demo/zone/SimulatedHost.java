package org.hostha.demo.zone;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** One simulated host, and the ways in which it can fail. */
public final class SimulatedHost {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BOOT = """
            # What happens when power comes on. A machine that is broken hangs again, however often it is reset.
            [ ! -e fault ] || kill -STOP $$
            exec '%s' -Xmx24m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Dsun.net.httpserver.nodelay=true \\
                -cp '%s' org.hostha.demo.zone.agent.HostAgentMain '%s'
            """;

    private final String name;
    private final Path dir;
    private final Path bin;
    private final Map<String, String> mark;
    private final URI agentUri;
    private final AgentClient agent;
    private final SimulatedBmc bmc;

    SimulatedHost(Path zone, String name, int agentPort, Map<String, Path> pools, SimulatedBmc bmc,
            Map<String, String> mark) throws IOException {
        this.name = name;
        this.dir = Files.createDirectories(zone.resolve("hosts").resolve(name));
        this.bin = zone.resolve("bin");
        this.mark = mark;
        this.agentUri = URI.create("http://127.0.0.1:" + agentPort);
        this.agent = new AgentClient(agentUri);
        this.bmc = bmc;
        Files.writeString(dir.resolve("power"), "0\n");
        Files.writeString(dir.resolve("boot.sh"), String.format(BOOT,
                quotable(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                quotable(absoluteClasspath()), quotable(dir.toString())));
        writeProperties(agentPort, pools);
    }

    private void writeProperties(int agentPort, Map<String, Path> pools) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("name", name);
        properties.setProperty("port", String.valueOf(agentPort));
        properties.setProperty("vm.script", bin.resolve("vm.sh").toString());
        pools.forEach((pool, path) -> properties.setProperty("pool." + pool, path.toString()));
        StringWriter text = new StringWriter();
        properties.store(text, null);
        Files.writeString(dir.resolve("agent.properties"), text.toString());
    }

    public String name() {
        return name;
    }

    public SimulatedBmc bmc() {
        return bmc;
    }

    /** Where the agent listens, the same after each boot. */
    public URI agentUri() {
        return agentUri;
    }

    /** The agent's client, for the zone and its tests. */
    AgentClient agent() {
        return agent;
    }

    /** Whether the power circuit is closed: the truth, not what the BMC says. */
    public boolean isPoweredOn() {
        return chassis("get", "power").equals("power:1");
    }

    /** Whether the agent answers. */
    public boolean agentAnswers() {
        return agent.host().isPresent();
    }

    /** The VMs that the agent says it runs; none when it doesn't answer. */
    public List<String> vms() {
        return agent.vms();
    }

    /** Presses the power button of a host that is off; it boots without VMs. */
    public void powerOn() {
        chassis("set", "power", "1");
    }

    /** The host loses its power while its BMC keeps standby power. When this returns, none of its processes is left. */
    public void losePower() {
        chassis("set", "power", "0");
    }

    /** The whole host stops where it is: agent, heartbeat and VMs. It is neither dead nor alive, and may wake again. */
    public void hang() {
        signal("STOP");
    }

    /** A host that {@linkplain #hang() hung} goes on as if nothing had happened. */
    public void wake() {
        signal("CONT");
    }

    /** From now on the host hangs again each time it boots, until {@link #repair()}. */
    public void breakDown() {
        try {
            Files.writeString(dir.resolve("fault"), "hang\n");
        } catch (IOException e) {
            throw new ZoneException("can't break " + name, e);
        }
    }

    /** Takes back {@link #breakDown()}: the next boot succeeds. */
    public void repair() {
        try {
            Files.deleteIfExists(dir.resolve("fault"));
        } catch (IOException e) {
            throw new ZoneException("can't repair " + name, e);
        }
    }

    /** The agent alone dies; the VMs run on. */
    public void killAgent() {
        ProcessHandle.of(session()).ifPresent(agentProcess -> {
            agentProcess.destroyForcibly();
            agentProcess.onExit().join();
        });
    }

    void startVm(String vm, String pool) {
        int status = agent.put("/vms/" + vm + "?pool=" + pool);
        if (status != 201) {
            throw new ZoneException(name + " did not start " + vm + ": HTTP status " + status);
        }
    }

    private void signal(String signal) {
        Shell.Result result = Shell.run(dir, mark, PATIENCE,
                List.of("sh", "-c", "kill -s " + signal + " -- -" + session()));
        if (result.exitCode() != 0) {
            throw new ZoneException("can't send " + signal + " to " + name + ": " + result.output());
        }
    }

    /** The agent's pid, and the id of the session that all processes of the host are in. */
    private long session() {
        try {
            return Long.parseLong(Files.readString(dir.resolve("session")).strip());
        } catch (IOException e) {
            throw new ZoneException(name + " is not running", e);
        }
    }

    private String chassis(String... order) {
        List<String> command = new ArrayList<>(List.of("sh", bin.resolve("chassis.sh").toString(), dir.toString()));
        command.addAll(List.of(order));
        Shell.Result result = Shell.run(dir, mark, PATIENCE, command);
        if (result.exitCode() != 0) {
            throw new ZoneException("power circuit of " + name + ": " + result.output());
        }
        return result.output();
    }

    /** A relative entry would be looked up in the host's directory. */
    private static String absoluteClasspath() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String quotable(String text) {
        return text.replace("'", "'\\''");
    }
}
