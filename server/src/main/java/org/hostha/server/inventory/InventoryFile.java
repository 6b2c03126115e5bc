package org.hostha.server.inventory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.hostha.core.Setting;
import org.hostha.server.settings.Catalogue;

/** Reads an inventory file. What it returns holds together; what doesn't is refused with line, field and remedy. */
final class InventoryFile {

    /** CloudStack's pool types. */
    private static final Set<String> POOL_TYPES = Set.of("Filesystem", "NetworkFilesystem", "IscsiLUN", "Iscsi",
            "ISO", "LVM", "CLVM", "RBD", "SharedMountPoint", "VMFS", "PreSetup", "EXT", "OCFS2", "SMB", "Gluster",
            "PowerFlex", "ManagedNFS", "Linstor", "DatastoreCluster", "StorPool", "FiberChannel");
    private static final Set<String> AGENT_SCHEMES = Set.of("http", "ssh");
    private static final Set<String> HYPERVISORS = Set.of("KVM", "Simulator");

    private final Catalogue catalogue;
    private final Set<String> hostNames = new HashSet<>();
    private final Set<String> vmNames = new HashSet<>();

    private InventoryFile(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** @throws InventoryException when it can't be read or is wrong */
    static InventorySpec read(Path file, Catalogue catalogue) {
        try {
            return parse(file.toString(), Files.readString(file), catalogue);
        } catch (IOException e) {
            throw new InventoryException("Inventory " + file + " can't be read (" + e.getClass().getSimpleName()
                    + "). Check the path and its permissions.", e);
        }
    }

    static InventorySpec parse(String name, String text, Catalogue catalogue) {
        return new InventoryFile(catalogue).inventory(YamlNode.parse(name, text));
    }

    private InventorySpec inventory(YamlNode root) {
        Map<String, YamlNode> fields = root.fields(Set.of("zones", "settings"));
        List<InventorySpec.Zone> zones = each(root.required(fields, "zones"), this::zone);
        return new InventorySpec(zones, fields.containsKey("settings") ? settings(fields.get("settings")) : Map.of());
    }

    private InventorySpec.Zone zone(YamlNode node, Set<String> names) {
        Map<String, YamlNode> fields = node.fields(Set.of("name", "pods"));
        return new InventorySpec.Zone(node.required(fields, "name").unique(names), optional(fields, "pods", this::pod));
    }

    private InventorySpec.Pod pod(YamlNode node, Set<String> names) {
        Map<String, YamlNode> fields = node.fields(Set.of("name", "clusters"));
        return new InventorySpec.Pod(node.required(fields, "name").unique(names),
                optional(fields, "clusters", this::cluster));
    }

    private InventorySpec.Cluster cluster(YamlNode node, Set<String> names) {
        Map<String, YamlNode> fields = node.fields(Set.of("name", "hypervisor", "pools", "hosts", "vms"));
        String name = node.required(fields, "name").unique(names);
        String hypervisor = node.required(fields, "hypervisor").oneOf(HYPERVISORS, "hypervisor");
        List<InventorySpec.Pool> pools = optional(fields, "pools", this::pool);
        List<InventorySpec.Host> hosts = optional(fields, "hosts", (host, seen) -> host(host, hypervisor));
        Set<String> hostsHere = new HashSet<>(hosts.stream().map(InventorySpec.Host::name).toList());
        Set<String> poolsHere = new HashSet<>(pools.stream().map(InventorySpec.Pool::name).toList());
        List<InventorySpec.Vm> vms = optional(fields, "vms", (vm, seen) -> vm(vm, hostsHere, poolsHere));
        return new InventorySpec.Cluster(name, hypervisor, pools, hosts, vms);
    }

    private InventorySpec.Pool pool(YamlNode node, Set<String> names) {
        Map<String, YamlNode> fields = node.fields(Set.of("name", "path", "type"));
        return new InventorySpec.Pool(node.required(fields, "name").unique(names), node.required(fields, "path").text(),
                node.required(fields, "type").oneOf(POOL_TYPES, "pool type"));
    }

    private InventorySpec.Host host(YamlNode node, String hypervisor) {
        Map<String, YamlNode> fields = node.fields(Set.of("name", "address", "agent"));
        Optional<URI> agent = hypervisor.equals("Simulator") && !fields.containsKey("agent") ? Optional.empty()
                : Optional.of(agent(node.required(fields, "agent")));
        return new InventorySpec.Host(node.required(fields, "name").unique(hostNames),
                node.required(fields, "address").text(), agent);
    }

    private static URI agent(YamlNode node) {
        try {
            URI uri = URI.create(node.text());
            if (AGENT_SCHEMES.contains(String.valueOf(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Not a URI at all: the same complaint.
        }
        throw node.wrong("'" + node.text() + "' is not an address of an agent", "write \"ssh://USER@HOST:PORT\" or \"http://HOST:PORT\"");
    }

    private InventorySpec.Vm vm(YamlNode node, Set<String> hosts, Set<String> pools) {
        Map<String, YamlNode> fields = node.fields(Set.of("name", "host", "pool", "disk", "ha"));
        return new InventorySpec.Vm(node.required(fields, "name").unique(vmNames),
                node.required(fields, "host").oneOf(hosts, "host of this cluster"),
                node.required(fields, "pool").oneOf(pools, "pool of this cluster"),
                Optional.ofNullable(fields.get("disk")).map(YamlNode::text),
                fields.containsKey("ha") && fields.get("ha").flag());
    }

    private Map<String, String> settings(YamlNode node) {
        Map<String, String> values = new LinkedHashMap<>();
        node.entries().forEach((key, value) -> {
            Setting<?> setting = catalogue.find(key).orElseThrow(
                    () -> value.wrong("there is no setting of that name", "listConfigurations has all of them"));
            try {
                setting.parse(value.text());
            } catch (IllegalArgumentException e) {
                throw value.wrong(e.getMessage(), "write a value of type " + setting.kind());
            }
            values.put(key, value.text());
        });
        return values;
    }

    private static <T> List<T> optional(Map<String, YamlNode> fields, String name,
            BiFunction<YamlNode, Set<String>, T> reader) {
        return fields.containsKey(name) ? each(fields.get(name), reader) : List.of();
    }

    private static <T> List<T> each(YamlNode list, BiFunction<YamlNode, Set<String>, T> reader) {
        Set<String> names = new HashSet<>();
        List<T> read = new ArrayList<>();
        list.items().forEach(item -> read.add(reader.apply(item, names)));
        return read;
    }
}
