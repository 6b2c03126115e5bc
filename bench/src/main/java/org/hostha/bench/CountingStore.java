package org.hostha.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.ha.DecisionRecord;
import org.hostha.ha.Directive;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HARow;
import org.hostha.ha.HAState;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.spi.HAStore;

/** Counts what was stored, and knows the state of each host as it was last stored. */
final class CountingStore implements HAStore {

    private final HAStore store;
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final Map<Long, HAState> states = new ConcurrentHashMap<>();

    CountingStore(HAStore store) {
        this.store = store;
    }

    long commits() {
        return commits.get();
    }

    long batches() {
        return batches.get();
    }

    long in(HAState state) {
        return states.values().stream().filter(state::equals).count();
    }

    @Override
    public List<Answer> commit(List<Commit> decided) {
        List<Answer> answers = store.commit(decided);
        batches.incrementAndGet();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) instanceof Answer.StoredDurably) {
                Commit commit = decided.get(i);
                commits.incrementAndGet();
                commit.next().state().ifPresent(state -> states.put(commit.resource().id(), state));
            }
        }
        return answers;
    }

    @Override
    public List<HARow> rows() {
        return store.rows();
    }

    @Override
    public Optional<HARow> row(Resource resource) {
        return store.row(resource);
    }

    @Override
    public void configure(Resource resource, String provider) {
        store.configure(resource, provider);
    }

    @Override
    public void turnSwitch(Partition partition, boolean on) {
        store.turnSwitch(partition, on);
    }

    @Override
    public boolean switchedOn(Partition partition) {
        return store.switchedOn(partition);
    }

    @Override
    public List<Directive> directives() {
        return store.directives();
    }

    @Override
    public void lay(Directive directive) {
        store.lay(directive);
    }

    @Override
    public boolean lift(Directive.Kind kind, Optional<Partition> where) {
        return store.lift(kind, where);
    }

    @Override
    public Optional<HARow> claim(HARow seen, long owner) {
        return store.claim(seen, owner);
    }

    @Override
    public List<Optional<HARow>> claim(List<HARow> seen, long owner) {
        return store.claim(seen, owner);
    }

    @Override
    public ReleaseRecord release(Resource resource, long releaseId) {
        return store.release(resource, releaseId);
    }

    @Override
    public boolean saveRelease(ReleaseRecord release, long epoch) {
        return store.saveRelease(release, epoch);
    }

    @Override
    public List<GuardRow> guards() {
        return store.guards();
    }

    @Override
    public boolean saveGuard(GuardRow guard) {
        return store.saveGuard(guard);
    }

    @Override
    public Optional<ReleaseRecord> lastRelease(Resource resource) {
        return store.lastRelease(resource);
    }

    @Override
    public void retire(Resource resource) {
        store.retire(resource);
    }

    @Override
    public List<DecisionRecord> decisions(Resource resource, long afterId, int limit) {
        return store.decisions(resource, afterId, limit);
    }
}
