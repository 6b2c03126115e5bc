package org.hostha.ha;

import java.util.Objects;

/**
 * A destructive order in force for a resource: the intent that is stored before anything is sent. There is never more than
 * one.
 *
 * @param id the case version that armed it; a new arming is a new order
 * @param kind what it is for
 * @param step how far it is known to have come
 */
public record Order(long id, Kind kind, Step step) {

    /** What an order is for. */
    public enum Kind {
        /** Power cycle: off, seen off, VMs released, on, seen alive. */
        RECOVER,
        /** Power off for good: off, seen off, VMs released. */
        FENCE
    }

    /** The steps of an order, in their order; a fence ends with the first. */
    public enum Step {
        /** Force-off may be sent, may have been sent, and is being verified. */
        OFF,
        /** Seen off; power-on waits for the VMs to be released. */
        RELEASE,
        /** Power-on may be sent or may have been sent. */
        ON,
        /** On was accepted; waiting for the resource to come back. */
        RETURN
    }

    public Order {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(step, "step");
    }

    /** The same order, further on. */
    public Order at(Step next) {
        return new Order(id, kind, next);
    }
}
