package org.hostha.demo.zone.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The agent of one simulated host. Its argument is the host's directory, whose {@code agent.properties} names the host
 * ({@code name}), its port on 127.0.0.1 ({@code port}), the script that is a VM ({@code vm.script}) and its pools
 * ({@code pool.NAME=PATH}). Every start is a boot of the host: a new boot id, no VMs.
 */
public final class HostAgentMain {

    private static final String POOL = "pool.";

    private HostAgentMain() {
    }

    public static void main(String[] args) throws IOException {
        Properties properties = new Properties();
        try (InputStream file = Files.newInputStream(Path.of(args[0], "agent.properties"))) {
            properties.load(file);
        }
        String host = properties.getProperty("name");
        String bootId = UUID.randomUUID().toString();
        Map<String, Path> pools = pools(properties);

        new Heartbeat(host, bootId, pools.values()).start();
        VmProcesses vms = new VmProcesses(host, bootId, Path.of(properties.getProperty("vm.script")));
        new AgentServer(host, bootId, vms, pools).start(Integer.parseInt(properties.getProperty("port")));
    }

    private static Map<String, Path> pools(Properties properties) {
        Map<String, Path> pools = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(POOL)) {
                pools.put(key.substring(POOL.length()), Path.of(properties.getProperty(key)));
            }
        }
        return pools;
    }
}
