package org.hostha.ha.decision;

/** What a case waits for, unless something happens first. */
public enum Timer {
    /** The next health check. */
    HEALTH("health check"),
    /** The next round of investigation. */
    ACTIVITY("activity check"),
    /** The next reading of the power. */
    POWER("power reading"),
    /** A degraded resource is investigated again. */
    DEGRADED("end of the degraded period"),
    /** A failed power command is tried again. */
    COMMAND("retry of the power command"),
    /** A power-cycled resource should have come back. */
    RETURN("end of the wait for its return"),
    /** A recovered resource is trusted again. */
    RECOVERED("end of the recovered period"),
    /** The release of VMs is pursued. */
    RELEASE("next look at the release of its VMs"),
    /** Power-on no longer waits for the release of VMs. */
    RELEASE_TIMEOUT("end of the wait for the release of its VMs"),
    /** What a previous owner may have sent can no longer arrive. */
    RESUME("end of the wait for what a previous owner may have sent");

    private final String description;

    Timer(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }
}
