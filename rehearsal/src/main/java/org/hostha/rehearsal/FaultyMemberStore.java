package org.hostha.rehearsal;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hostha.ha.spi.MemberStore;

/** A manager's way to the table in which managers show that they live. */
final class FaultyMemberStore implements MemberStore {

    private final MemberStore store;
    private final Database database;
    private final BooleanSupplier reachable;

    FaultyMemberStore(MemberStore store, Database database, BooleanSupplier reachable) {
        this.store = store;
        this.database = database;
        this.reachable = reachable;
    }

    private MemberStore reach() {
        database.mustAnswer(reachable);
        return store;
    }

    @Override
    public void join(long manager, long run) {
        reach().join(manager, run);
    }

    @Override
    public Optional<Map<Long, Long>> renew(long manager, long run) {
        return reach().renew(manager, run);
    }

    @Override
    public void leave(long manager, long run) {
        reach().leave(manager, run);
    }
}
