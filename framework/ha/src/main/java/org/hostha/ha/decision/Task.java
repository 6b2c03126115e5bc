package org.hostha.ha.decision;

/** What can be under way for a resource, at most one of each. */
public enum Task {
    HEALTH, ACTIVITY, POWER, COMMAND, RELEASE
}
