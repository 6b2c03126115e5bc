package org.hostha.demo.zone;

import java.util.Locale;
import java.util.Map;

/** Writes a zone as the inventory that the standalone server reads ({@code --inventory}). */
final class InventoryFile {

    private InventoryFile() {
    }

    /** @param settings global settings by their keys */
    static String text(SimulatedZone zone, Map<String, String> settings) {
        StringBuilder yaml = new StringBuilder("# Written by the simulated zone.\nzones:\n");
        line(yaml, "  - name: %s", zone.layout().name());
        line(yaml, "    pods:");
        for (ZoneLayout.Pod pod : zone.layout().pods()) {
            line(yaml, "      - name: %s", pod.name());
            line(yaml, "        clusters:");
            pod.clusters().forEach(cluster -> cluster(yaml, zone, cluster));
        }
        line(yaml, "settings:%s", settings.isEmpty() ? " {}" : "");
        settings.forEach((key, value) -> line(yaml, "  %s: %s", key, value));
        return yaml.toString();
    }

    private static void cluster(StringBuilder yaml, SimulatedZone zone, ZoneLayout.Cluster cluster) {
        line(yaml, "          - name: %s", cluster.name());
        line(yaml, "            hypervisor: KVM");
        line(yaml, "            pools:");
        for (String pool : cluster.pools()) {
            line(yaml, "              - {name: %s, path: \"%s\", type: NetworkFilesystem}", pool,
                    escaped(zone.pool(pool).toString()));
        }
        line(yaml, "            hosts:");
        for (String host : cluster.hosts()) {
            line(yaml, "              - {name: %s, address: 127.0.0.1, agent: \"%s\"}", host,
                    zone.host(host).agentUri());
        }
        line(yaml, "            vms:");
        for (ZoneLayout.Vm vm : cluster.vms()) {
            line(yaml, "              - {name: %s, host: %s, pool: %s, ha: true}", vm.name(), vm.host(), vm.pool());
        }
    }

    private static void line(StringBuilder yaml, String format, Object... values) {
        yaml.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
