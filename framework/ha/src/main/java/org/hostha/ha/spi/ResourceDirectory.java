package org.hostha.ha.spi;

import java.util.List;
import java.util.Optional;
import org.hostha.core.Partition;
import org.hostha.core.Resource;

/** The resources that exist, without the removed ones. Answers from memory or quickly. */
public interface ResourceDirectory {

    /** By partition type (such as Host) and internal id. */
    Optional<Resource> find(Partition resource);

    /** All resources of the kind that HA looks after within a zone or cluster. */
    List<Resource> within(Partition partition);

    /** What an admin calls a zone, pod or cluster; its kind and internal id where that isn't known. */
    default String name(Partition partition) {
        return partition.type() + " " + partition.id();
    }
}
