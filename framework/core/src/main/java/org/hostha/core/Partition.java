package org.hostha.core;

import java.util.Locale;

/**
 * One partition of the cloud: what a setting, a kill switch or an alert can belong to.
 *
 * @param type the kind
 * @param id the internal (database) id, unique within its kind
 */
public record Partition(PartitionType type, long id) {

    public static Partition zone(long id) {
        return new Partition(PartitionType.Zone, id);
    }

    public static Partition pod(long id) {
        return new Partition(PartitionType.Pod, id);
    }

    public static Partition cluster(long id) {
        return new Partition(PartitionType.Cluster, id);
    }

    public static Partition host(long id) {
        return new Partition(PartitionType.Host, id);
    }

    @Override
    public String toString() {
        return type.name().toLowerCase(Locale.ROOT) + " " + id;
    }
}
