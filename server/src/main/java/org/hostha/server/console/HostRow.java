package org.hostha.server.console;

import java.util.Arrays;
import java.util.List;

/**
 * What the console's map and lists show of a host. It travels as an array, because ten thousand of them travel at once.
 *
 * @param haState CloudStack's word; {@code Unconfigured} for a host without an HA provider
 * @param power CloudStack's word; {@code Unconfigured} for a host without out-of-band management
 * @param proven seconds since 1970 when it was last proven that the host could be fenced; null for never
 * @param obstacle why it could not be fenced; null where nothing is known that speaks against it
 * @param reason why it is in its HA state; null for a healthy host
 */
record HostRow(String id, String name, String clusterId, String status, String resourceState, boolean haEnabled,
        String haState, boolean powerManaged, String power, Long proven, String obstacle, String reason,
        boolean custody) {

    static final String UNCONFIGURED = "Unconfigured";

    /** The values, in the order of the components. */
    List<Object> values() {
        return Arrays.asList(id, name, clusterId, status, resourceState, haEnabled, haState, powerManaged, power,
                proven, obstacle, reason, custody);
    }
}
