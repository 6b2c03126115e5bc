package org.hostha.testkit;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hostha.core.Resource;
import org.hostha.ha.HAState;
import org.hostha.ha.ReleaseRecord.Vm;
import org.hostha.ha.spi.HAStore;

public class MemoryHAStoreTest extends HAStoreContract {

    private MemoryHAStore store;

    @Override
    protected HAStore emptyStore(Clock clock, Function<Resource, List<Vm>> vmsOn) {
        store = new MemoryHAStore(clock, vmsOn);
        return store;
    }

    @Override
    protected void overwriteState(Resource resource, Optional<HAState> state) {
        store.overwriteState(resource, state);
    }
}
