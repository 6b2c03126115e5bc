package org.hostha.server.console;

/**
 * A zone, pod or cluster with its kill switches.
 *
 * @param kind {@code zone}, {@code pod} or {@code cluster}
 * @param parent what it is in; null for a zone
 * @param ha whether Host HA may act here; always true for a pod, which has no switch
 * @param power whether out-of-band management may act here
 */
record PlaceRow(String kind, String id, String name, String parent, boolean ha, boolean power) {
}
