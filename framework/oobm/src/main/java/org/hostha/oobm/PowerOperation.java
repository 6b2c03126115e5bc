package org.hostha.oobm;

/** What can be asked of a host's power, in CloudStack's words ({@code OutOfBandManagement.PowerOperation}). */
public enum PowerOperation {
    /** Supply power. Succeeds when it is already on. */
    ON,
    /** Cut power at once, without asking the operating system. Succeeds when it is already off. */
    OFF,
    /** Cut power, wait as the BMC does, supply it again. */
    CYCLE,
    /** Reset without cutting power. */
    RESET,
    /** Ask the operating system to shut down (ACPI); proves nothing about the power. */
    SOFT,
    /** Read the power state. */
    STATUS
}
