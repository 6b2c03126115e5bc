package org.hostha.core;

/**
 * Where events and alerts go. Both calls return at once and never throw: a decision must not wait for, or fail with,
 * the list that tells of it.
 */
public interface Notifications {

    void publish(Event event);

    void send(Alert alert);

    /** Drops everything. */
    static Notifications none() {
        return new Notifications() {
            @Override
            public void publish(Event event) {
            }

            @Override
            public void send(Alert alert) {
            }
        };
    }
}
