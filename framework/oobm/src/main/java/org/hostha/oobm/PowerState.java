package org.hostha.oobm;

/** A host's power as last read, in CloudStack's words ({@code OutOfBandManagement.PowerState}). */
public enum PowerState {
    On,
    /** Seen off. Powering off, a time-out and an error are not this; they are {@link #Unknown}. */
    Off,
    Unknown,
    /** Out-of-band management is switched off for the host. */
    Disabled
}
