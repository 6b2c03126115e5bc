package org.hostha.cloudstack.plugin.provider;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.hostha.core.Resource;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/** Power of a simulated host, which exists in its provider's words alone: what the provider reported is what is read. */
final class ReportedPower implements Power {

    /** CloudStack's provider for simulated hosts, present only in builds made with the simulator. */
    static final String PROVIDER = "SimulatorHAProvider";

    private final Set<Resource> off = ConcurrentHashMap.newKeySet();

    @Override
    public CompletableFuture<PowerReading> read(Resource host, boolean fresh, Duration deadline) {
        return CompletableFuture.completedFuture(new PowerReading(off.contains(host) ? PowerState.Off : PowerState.On,
                Optional.empty(), "as the simulator was told"));
    }

    @Override
    public CompletableFuture<Boolean> cutsItself(Resource host) {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public CompletableFuture<String> off(Resource host, Duration deadline) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("a simulated host has no power of its own"));
    }

    @Override
    public CompletableFuture<String> on(Resource host, Duration deadline) {
        return off(host, deadline);
    }

    @Override
    public void reported(Resource host, boolean on) {
        if (on) {
            off.remove(host);
        } else {
            off.add(host);
        }
    }

    @Override
    public void seenHealthy(Resource host) {
        off.remove(host);
    }

    @Override
    public boolean trustsReports() {
        return true;
    }
}
