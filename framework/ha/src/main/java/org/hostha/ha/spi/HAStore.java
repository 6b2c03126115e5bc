package org.hostha.ha.spi;

import java.util.List;
import java.util.Optional;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.ha.DecisionRecord;
import org.hostha.ha.Directive;
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
     *     the switches of zone, cluster and resource are all on and no directive holds it back
     * @param opensRelease true when the resource was seen off: then the VMs that are on it are written down as record
     *     {@code next.release()} in the same transaction
     */
    record Commit(Resource resource, long owner, long epoch, long version, Optional<HAState> from, List<HAEvent> events,
            Stored next, String reason, boolean arming, boolean opensRelease) { }

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

    /** Stores what became of the VMs of a record. */
    void saveRelease(ReleaseRecord release);

    /** Decisions of a resource with ids above {@code afterId}, oldest first. */
    List<DecisionRecord> decisions(Resource resource, long afterId, int limit);
}
