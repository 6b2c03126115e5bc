package org.hostha.ha;

/**
 * A storm guard as all managers share it.
 *
 * @param scope id of the cluster, or {@link #ALL_CLUSTERS}
 * @param version a write names the one after that which it has seen; 0 for a guard that nobody has written yet
 * @param closed nothing destructive is armed in its scope
 * @param level how many suspects at once are taken for what they are: it closes for more only
 */
public record GuardRow(long scope, long version, boolean closed, int level) {

    /** Stands for all clusters together, where ids of clusters are positive. */
    public static final long ALL_CLUSTERS = -1;

    /** The guard as nobody has written it yet. */
    public static GuardRow unwritten(long scope) {
        return new GuardRow(scope, 0, false, 0);
    }

    /** What to write after this one. */
    public GuardRow next(boolean close, int newLevel) {
        return new GuardRow(scope, version + 1, close, newLevel);
    }

    /** Its scope in words. */
    public String where() {
        return scope == ALL_CLUSTERS ? "all clusters" : "cluster " + scope;
    }
}
