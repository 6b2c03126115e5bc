package org.hostha.ha;

/** Where a resource stands, in CloudStack's words ({@code HAConfig.HAState}). */
public enum HAState {
    Available("healthy"),
    Suspect("the last health check failed"),
    Checking("asking whether its workloads are still active"),
    Degraded("unmanageable, but its workloads are still active"),
    Recovering("a recovery is under way"),
    Recovered("back, and watched before it is trusted again"),
    Fencing("being fenced"),
    Fenced("seen off"),
    Disabled("HA is switched off for it"),
    Ineligible("its present condition doesn't permit HA");

    private final String description;

    HAState(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }
}
