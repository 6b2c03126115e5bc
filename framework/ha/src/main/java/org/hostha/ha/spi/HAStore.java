package org.hostha.ha.spi;

import java.util.List;
import java.util.Optional;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.ha.DecisionRecord;
import org.hostha.ha.Directive;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HARow;
import org.hostha.ha.HAState;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.Stored;

/**
 * Where cases live. Calls block, and are made off the engine's shards. What has returned normally survives the death of
 * the process.
 */
public interface HAStore {

    /** All rows, in one statement. */
    List<HARow> rows();

    /** Empty for a resource that HA was never configured for. */
    Optional<HARow> row(Resource resource);

    /**
     * Makes a row for the resource, in state Disabled and switched off, or gives an existing one another provider.
     *
     * @param provider key of the provider, lower case
     */
    void configure(Resource resource, String provider);

    /** Turns the switch of a resource that has a row, or of a zone or cluster. */
    void turnSwitch(Partition partition, boolean on);

    /** False only where the zone's or cluster's switch was turned off. */
    boolean switchedOn(Partition partition);

    /** What admins have laid down and is in force now. */
    List<Directive> directives();

    /** Lays it down, in the place of one of the same kind about the same. */
    void lay(Directive directive);

    /** @return false when there was none */
    boolean lift(Directive.Kind kind, Optional<Partition> where);

    /**
     * Makes {@code owner} the owner of the row and raises its epoch, if the row still has the version that was seen.
     *
     * @return the row as it is now, empty when somebody else was faster
     */
    Optional<HARow> claim(HARow seen, long owner);

    /**
     * Claims many rows, in one transaction where the store can: a dead manager's rows are taken over in seconds.
     *
     * @return one answer for each row, in order
     */
    default List<Optional<HARow>> claim(List<HARow> seen, long owner) {
        return seen.stream().map(row -> claim(row, owner)).toList();
    }

    /**
     * Stores decisions, in one transaction where the store can. Each is a compare-and-set on version, owner and epoch.
     *
     * @return one answer for each commit, in order
     */
    List<Answer> commit(List<Commit> commits);

    /**
     * A decision to be stored.
     *
     * @param resource whose case
     * @param owner the manager that decided
     * @param epoch of its ownership
     * @param version the version decided upon; the stored row gets {@code version + 1}
     * @param from state before
     * @param events the edges walked
     * @param next what to store
     * @param reason why
     * @param arming true when the commit arms a destructive command: then it is refused unless, in the same transaction,
     *     the switches of zone, cluster and resource are all on, no directive holds it back, and all permits are given
     * @param opensRelease true when the resource was seen off: then the VMs that are on it are written down as record
     *     {@code next.release()} in the same transaction
     * @param permits what an arming commit needs of the storm guards
     */
    record Commit(Resource resource, long owner, long epoch, long version, Optional<HAState> from, List<HAEvent> events,
            Stored next, String reason, boolean arming, boolean opensRelease, List<Permit> permits) {

        /** Without storm guards. */
        public Commit(Resource resource, long owner, long epoch, long version, Optional<HAState> from,
                List<HAEvent> events, Stored next, String reason, boolean arming, boolean opensRelease) {
            this(resource, owner, epoch, version, from, events, next, reason, arming, opensRelease, List.of());
        }
    }

    /**
     * Leave for destructive work, given while the storm guard of the scope is open and fewer than {@code limit} other
     * resources of the scope are being worked upon, over all managers. A resource holds its permit from its arming until
     * it is neither Recovering nor Fencing and has no order any more.
     *
     * @param scope id of the resource's cluster, or {@link GuardRow#ALL_CLUSTERS}
     */
    record Permit(long scope, int limit) { }

    /** What became of a commit. */
    sealed interface Answer {

        /** It is stored and will survive. */
        record StoredDurably() implements Answer { }

        /** Version, owner or epoch had changed: nothing is stored. */
        record Lost() implements Answer { }

        /** It may not be armed: nothing is stored. */
        record Refused(String reason) implements Answer { }
    }

    /** The record with all its VMs. */
    ReleaseRecord release(Resource resource, long releaseId);

    /**
     * Stores what became of the VMs of a record.
     *
     * @param epoch of the ownership under which it was worked off
     * @return false when the resource has another owner by now: nothing is stored
     */
    boolean saveRelease(ReleaseRecord release, long epoch);

    /** The storm guards that were ever written. */
    List<GuardRow> guards();

    /**
     * Stores a storm guard, if the stored one has the version before it.
     *
     * @return false when somebody else was faster
     */
    boolean saveGuard(GuardRow guard);

    /** The newest record of the resource that has VMs, open or not. */
    Optional<ReleaseRecord> lastRelease(Resource resource);

    /**
     * Ends HA for a resource that was removed: its switch is off and its state Disabled, nobody owns it, and nothing
     * is owed for it any more. A row that is so already stays as it is.
     */
    void retire(Resource resource);

    /** Decisions of a resource with ids above {@code afterId}, oldest first. */
    List<DecisionRecord> decisions(Resource resource, long afterId, int limit);
}
