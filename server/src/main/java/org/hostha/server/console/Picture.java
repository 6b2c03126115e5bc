package org.hostha.server.console;

import java.util.List;
import java.util.Map;

/**
 * The cloud at one moment, as far as the console shows it live.
 *
 * @param hosts by internal id, in its order
 * @param lastEvent highest number of an event, so that lists of events know when to look again
 * @param lastAlert likewise of an alert
 */
record Picture(Map<Long, HostRow> hosts, List<PlaceRow> places, long lastEvent, long lastAlert) {
}
