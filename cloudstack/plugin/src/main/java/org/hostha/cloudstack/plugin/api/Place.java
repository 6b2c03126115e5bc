package org.hostha.cloudstack.plugin.api;

/** A zone, pod, cluster or host as API clients know it. */
public record Place(long id, String uuid, String name) {
}
