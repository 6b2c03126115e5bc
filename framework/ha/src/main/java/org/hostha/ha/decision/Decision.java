package org.hostha.ha.decision;

import java.util.List;
import org.hostha.ha.HAEvent;

/**
 * What follows from an input.
 *
 * @param next the case from now on, once it is stored where it must be
 * @param events the legal edges walked, in order
 * @param effects to run after the commit, in order
 * @param arming a destructive command is armed: the store checks the switches in the same transaction
 * @param opensRelease the resource was seen off: the store writes down its VMs in the same transaction
 */
public record Decision(HACase next, List<HAEvent> events, List<Effect> effects, boolean arming, boolean opensRelease) {

    /** False for a decision about a case in which nothing changed that must survive: it needs no commit. */
    public boolean mustBeStored(HACase before) {
        return arming || !events.isEmpty() || !next.stored().equals(before.stored());
    }
}
