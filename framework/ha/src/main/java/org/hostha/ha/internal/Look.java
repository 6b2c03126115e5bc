package org.hostha.ha.internal;

import org.hostha.core.Resource;
import org.hostha.ha.Eligibility;
import org.hostha.ha.HARow;
import org.hostha.ha.spi.HAProvider;

/**
 * What a look at the store and the provider said about a resource, ready to be taken to its shard.
 *
 * @param number taken before the row was read: an older look changes nothing that a newer one has said
 * @param enabled the switches of zone, cluster and resource, taken together
 * @param claimable this manager should own it
 */
record Look(long number, Resource resource, HAProvider provider, HARow row, boolean enabled, Eligibility eligibility,
        boolean claimable) { }
