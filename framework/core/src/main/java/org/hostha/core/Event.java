package org.hostha.core;

/**
 * Something that an admin can read about later, in CloudStack's event list.
 *
 * @param type CloudStack's event type, such as {@code HA.STATE.TRANSITION}
 * @param level how bad it is
 * @param resource what it is about; null when it is about everything
 * @param description one sentence; never a secret
 */
public record Event(String type, Level level, Partition resource, String description) {

    /** CloudStack's event levels. */
    public enum Level { INFO, WARN, ERROR }
}
