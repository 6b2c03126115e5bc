package org.hostha.core;

import java.util.Objects;

/**
 * A resource that is managed - a host, for all that ships today - and where it stands. It is identity and place only:
 * what can change while it is looked after (status, maintenance) comes through the ports of whoever needs it.
 *
 * @param type the kind of partition that the resource itself is
 * @param id internal id, unique within its kind
 * @param uuid the id that API clients see
 * @param name what an admin calls it
 * @param zoneId internal id of its zone
 * @param podId internal id of its pod, 0 where it has none
 * @param clusterId internal id of its cluster, 0 where it has none
 */
public record Resource(PartitionType type, long id, String uuid, String name, long zoneId, long podId, long clusterId) {

    public Resource {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(name, "name");
    }

    public Partition partition() {
        return new Partition(type, id);
    }

    /** Equal by kind and id: a renamed or moved host is the same host. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Resource that && type == that.type && id == that.id;
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, id);
    }

    @Override
    public String toString() {
        return name;
    }
}
