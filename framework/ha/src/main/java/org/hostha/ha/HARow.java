package org.hostha.ha;

import java.util.OptionalLong;
import org.hostha.core.PartitionType;

/**
 * A resource's row, shaped as CloudStack's {@code ha_config} with what we keep beside it.
 *
 * @param resourceType the kind of resource
 * @param resourceId its internal id
 * @param enabled the resource's own switch
 * @param provider the provider's key, lower case
 * @param version {@code update_count}: a write that names an older one is refused
 * @param owner the manager (msid) that looks after it
 * @param epoch grows with every change of owner: a paused owner's writes are refused by it
 * @param stored what was concluded
 * @param reason why it is in its state, for people
 */
public record HARow(PartitionType resourceType, long resourceId, boolean enabled, String provider, long version,
        OptionalLong owner, long epoch, Stored stored, String reason) {
}
