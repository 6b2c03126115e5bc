package org.hostha.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.ha.DecisionRecord;
import org.hostha.ha.Directive;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HARow;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.spi.HAStore;

/** A manager's way to the database, which can fail before or after something is stored. */
final class FaultyStore implements HAStore {

    /** Sees what was stored. */
    interface Witness {

        void claimed(HARow row);

        void stored(HARow before, Commit commit);

        void guardStored(GuardRow guard);
    }

    private final HAStore store;
    private final Database database;
    private final BooleanSupplier reachable;
    private final Witness witness;

    /** @param reachable whether the network brings this manager there */
    FaultyStore(HAStore store, Database database, BooleanSupplier reachable, Witness witness) {
        this.store = store;
        this.database = database;
        this.reachable = reachable;
        this.witness = witness;
    }

    private HAStore reach() {
        database.mustAnswer(reachable);
        return store;
    }

    @Override
    public List<HARow> rows() {
        return reach().rows();
    }

    @Override
    public Optional<HARow> row(Resource resource) {
        return reach().row(resource);
    }

    @Override
    public void configure(Resource resource, String provider) {
        reach().configure(resource, provider);
    }

    @Override
    public void turnSwitch(Partition partition, boolean on) {
        reach().turnSwitch(partition, on);
    }

    @Override
    public boolean switchedOn(Partition partition) {
        return reach().switchedOn(partition);
    }

    @Override
    public Optional<HARow> claim(HARow seen, long owner) {
        Optional<HARow> claimed = reach().claim(seen, owner);
        claimed.ifPresent(witness::claimed);
        return claimed;
    }

    @Override
    public List<Answer> commit(List<Commit> commits) {
        List<Answer> answers = new ArrayList<>();
        for (Commit commit : commits) {
            Optional<HARow> before = reach().row(commit.resource());
            Answer answer = store.commit(List.of(commit)).get(0);
            if (answer instanceof Answer.StoredDurably) {
                witness.stored(before.orElseThrow(), commit);
            }
            answers.add(answer);
        }
        if (database.losesAnswer()) {
            throw new IllegalStateException("the connection to the database broke");
        }
        return answers;
    }

    @Override
    public ReleaseRecord release(Resource resource, long releaseId) {
        return reach().release(resource, releaseId);
    }

    @Override
    public boolean saveRelease(ReleaseRecord release, long epoch) {
        return reach().saveRelease(release, epoch);
    }

    @Override
    public List<Directive> directives() {
        return reach().directives();
    }

    @Override
    public void lay(Directive directive) {
        reach().lay(directive);
    }

    @Override
    public boolean lift(Directive.Kind kind, Optional<Partition> where) {
        return reach().lift(kind, where);
    }

    @Override
    public List<GuardRow> guards() {
        return reach().guards();
    }

    @Override
    public boolean saveGuard(GuardRow guard) {
        boolean saved = reach().saveGuard(guard);
        if (saved) {
            witness.guardStored(guard);
        }
        return saved;
    }

    @Override
    public Optional<ReleaseRecord> lastRelease(Resource resource) {
        return reach().lastRelease(resource);
    }

    @Override
    public void retire(Resource resource) {
        reach().retire(resource);
    }

    @Override
    public List<DecisionRecord> decisions(Resource resource, long afterId, int limit) {
        return reach().decisions(resource, afterId, limit);
    }
}
