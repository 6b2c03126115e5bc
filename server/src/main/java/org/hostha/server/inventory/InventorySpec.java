package org.hostha.server.inventory;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An inventory file, read and checked.
 *
 * @param settings global values by key
 */
record InventorySpec(List<Zone> zones, Map<String, String> settings) {

    record Zone(String name, List<Pod> pods) { }

    record Pod(String name, List<Cluster> clusters) { }

    record Cluster(String name, String hypervisor, List<Pool> pools, List<Host> hosts, List<Vm> vms) { }

    record Pool(String name, String path, String type) { }

    /** @param agent empty where nothing listens: only simulated hosts may do without */
    record Host(String name, String address, Optional<URI> agent) { }

    /**
     * @param host where it runs when the file is applied for the first time
     * @param disk path of its root disk within the pool; its name unless it is given
     */
    record Vm(String name, String host, String pool, Optional<String> disk, boolean ha) { }
}
