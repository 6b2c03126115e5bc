package org.hostha.ha;

/** What VM HA is told of a resource. */
public enum VmHAStatus {
    /** It and its VMs are alive. */
    Up,
    /** Not confirmed alive: no new VMs, old ones count as alive. */
    Alert,
    /** Ours to decide, and not decided: VMs count as alive. */
    Disconnected,
    /** Seen off: its VMs are not running and may start elsewhere. */
    Down,
    /** Not looked after by HA: VM HA decides as if it did not exist. */
    NotOurs;

    /**
     * The answer for a resource with this much concluded about it.
     *
     * <pre>
     * open release record                  Down
     * Fenced                               Down
     * Recovering, Recovered, Fencing       Disconnected
     * in custody, in any other state       Disconnected
     * Degraded                             Alert
     * Available, Suspect, Checking         Up
     * Ineligible, Disabled, no state       not ours
     * </pre>
     */
    public static VmHAStatus of(Stored stored) {
        if (stored.release().isPresent() || stored.state().equals(java.util.Optional.of(HAState.Fenced))) {
            return Down;
        }
        if (stored.custody()) {
            return Disconnected;
        }
        return stored.state().map(state -> switch (state) {
            case Available, Suspect, Checking -> Up;
            case Degraded -> Alert;
            case Recovering, Recovered, Fencing -> Disconnected;
            case Fenced -> Down;
            case Ineligible, Disabled -> NotOurs;
        }).orElse(NotOurs);
    }
}
