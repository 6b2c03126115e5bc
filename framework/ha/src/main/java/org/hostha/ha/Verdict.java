package org.hostha.ha;

/** What a piece of evidence says about a resource. */
public enum Verdict {
    ALIVE,
    DEAD,
    /** Could not be found out. Never counts as {@link #DEAD}. */
    UNKNOWN
}
