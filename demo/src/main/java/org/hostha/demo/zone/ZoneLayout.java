package org.hostha.demo.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a simulated zone consists of, by name. */
public record ZoneLayout(String name, List<Pod> pods) {

    /** A pod of clusters. */
    public record Pod(String name, List<Cluster> clusters) {
    }

    /** Hosts that share pools, and the VMs that run on them at first. */
    public record Cluster(String name, List<String> pools, List<String> hosts, List<Vm> vms) {
    }

    /** A VM with one disk on a pool of its cluster. */
    public record Vm(String name, String host, String pool) {
    }

    /** The demo's zone: 2 pods, 3 clusters of 4 hosts and 2 pools, 60 VMs. */
    public static ZoneLayout demo() {
        return regular("demo", List.of(2, 1), 4, 5);
    }

    /**
     * A zone of equal clusters, two pools each. Hosts are kvm-01, kvm-02, ... and VMs i-2-3-VM, i-2-4-VM, ... (as
     * CloudStack counts its users' VMs) through all clusters.
     *
     * @param clustersPerPod how many clusters each pod has
     */
    public static ZoneLayout regular(String name, List<Integer> clustersPerPod, int hostsPerCluster, int vmsPerHost) {
        List<Pod> pods = new ArrayList<>();
        int clusterNumber = 0;
        for (int clusterCount : clustersPerPod) {
            List<Cluster> clusters = new ArrayList<>();
            for (int i = 0; i < clusterCount; i++) {
                clusters.add(cluster(clusterNumber++, hostsPerCluster, vmsPerHost));
            }
            pods.add(new Pod("pod-" + (pods.size() + 1), List.copyOf(clusters)));
        }
        return new ZoneLayout(name, List.copyOf(pods));
    }

    private static Cluster cluster(int number, int hostCount, int vmsPerHost) {
        List<String> pools = List.of("nfs-" + (2 * number + 1), "nfs-" + (2 * number + 2));
        List<String> hosts = new ArrayList<>();
        List<Vm> vms = new ArrayList<>();
        for (int i = 0; i < hostCount; i++) {
            int hostNumber = number * hostCount + i;
            String host = String.format(Locale.ROOT, "kvm-%02d", hostNumber + 1);
            hosts.add(host);
            for (int vm = 0; vm < vmsPerHost; vm++) {
                vms.add(new Vm("i-2-" + (hostNumber * vmsPerHost + vm + 3) + "-VM", host, pools.get(vm % 2)));
            }
        }
        return new Cluster("cluster-" + (number + 1), pools, List.copyOf(hosts), List.copyOf(vms));
    }

    /** All clusters of all pods. */
    public Stream<Cluster> clusters() {
        return pods.stream().flatMap(pod -> pod.clusters().stream());
    }
}
